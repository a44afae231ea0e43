/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.genolake.connector.lakefs;

import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigDescription;
import io.airlift.configuration.ConfigSecuritySensitive;
import io.airlift.units.Duration;
import io.airlift.units.MinDuration;
import jakarta.validation.constraints.NotNull;

import java.net.URI;
import java.util.Optional;

import static java.util.concurrent.TimeUnit.SECONDS;

public class LakeFsConfig
{
    private Optional<URI> endpoint = Optional.empty();
    private Optional<String> repository = Optional.empty();
    private Optional<String> accessKey = Optional.empty();
    private Optional<String> secretKey = Optional.empty();
    private String defaultRef = "main";
    private Duration requestTimeout = new Duration(10, SECONDS);

    @NotNull
    public Optional<URI> getEndpoint()
    {
        return endpoint;
    }

    @Config("genomics.lakefs.endpoint")
    @ConfigDescription("The lakeFS server whose refs stand for {version} in genomics.lake, for example https://lakefs.example.org")
    public LakeFsConfig setEndpoint(URI endpoint)
    {
        this.endpoint = Optional.ofNullable(endpoint);
        return this;
    }

    @NotNull
    public Optional<String> getRepository()
    {
        return repository;
    }

    @Config("genomics.lakefs.repository")
    @ConfigDescription("The repository that the lake is in; the bucket of genomics.lake if it is not set")
    public LakeFsConfig setRepository(String repository)
    {
        this.repository = Optional.ofNullable(repository);
        return this;
    }

    @NotNull
    public Optional<String> getAccessKey()
    {
        return accessKey;
    }

    @Config("genomics.lakefs.access-key")
    @ConfigDescription("Access key ID for the API of lakeFS")
    public LakeFsConfig setAccessKey(String accessKey)
    {
        this.accessKey = Optional.ofNullable(accessKey);
        return this;
    }

    @NotNull
    public Optional<String> getSecretKey()
    {
        return secretKey;
    }

    @Config("genomics.lakefs.secret-key")
    @ConfigDescription("Secret access key for the API of lakeFS")
    @ConfigSecuritySensitive
    public LakeFsConfig setSecretKey(String secretKey)
    {
        this.secretKey = Optional.ofNullable(secretKey);
        return this;
    }

    @NotNull
    public String getDefaultRef()
    {
        return defaultRef;
    }

    @Config("genomics.lakefs.default-ref")
    @ConfigDescription("The branch, tag or commit that is read where a query names none")
    public LakeFsConfig setDefaultRef(String defaultRef)
    {
        this.defaultRef = defaultRef;
        return this;
    }

    @NotNull
    @MinDuration("1ms")
    public Duration getRequestTimeout()
    {
        return requestTimeout;
    }

    @Config("genomics.lakefs.request-timeout")
    @ConfigDescription("How long an answer of the API of lakeFS is waited for")
    public LakeFsConfig setRequestTimeout(Duration requestTimeout)
    {
        this.requestTimeout = requestTimeout;
        return this;
    }
}
