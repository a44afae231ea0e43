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
package io.genolake.connector;

import com.google.common.collect.ImmutableMap;
import io.airlift.log.Logger;
import io.genolake.functions.GenomicsFunctionsPlugin;
import io.trino.testing.DistributedQueryRunner;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import static io.trino.testing.TestingSession.testSessionBuilder;
import static java.util.Objects.requireNonNull;

/**
 * A Trino with the catalog {@code genomics} over a folder.
 */
public final class GenomicsQueryRunner
{
    public static final String CATALOG = "genomics";

    private GenomicsQueryRunner() {}

    public static Builder builder(Path lake)
    {
        return new Builder(onDisk(lake));
    }

    /**
     * @param lake {@code s3://BUCKET/PATH}
     * @param endpoint of the store
     */
    public static Builder builder(String lake, URI endpoint)
    {
        return new Builder(onS3(lake, endpoint));
    }

    /**
     * The properties of a catalog over a folder.
     */
    static Map<String, String> onDisk(Path lake)
    {
        return ImmutableMap.of(
                "fs.local.enabled", "true",
                "local.location", lake.toAbsolutePath().toString(),
                "genomics.lake", "local:///",
                // as on several nodes, so that all have the same ids
                "genomics.file-id-key", "the key of the tests");
    }

    /**
     * The properties of a catalog over a store.
     */
    static Map<String, String> onS3(String lake, URI endpoint)
    {
        return ImmutableMap.<String, String>builder()
                .put("fs.s3.enabled", "true")
                .put("s3.endpoint", endpoint.toString())
                .put("s3.path-style-access", "true")
                .put("s3.region", "eu-central-1")
                .put("s3.aws-access-key", "access")
                .put("s3.aws-secret-key", "secret")
                .put("genomics.lake", lake)
                .buildOrThrow();
    }

    public static final class Builder
            extends DistributedQueryRunner.Builder<Builder>
    {
        private final Map<String, String> properties = new HashMap<>();

        private Builder(Map<String, String> properties)
        {
            super(testSessionBuilder().setCatalog(CATALOG).build());
            this.properties.putAll(properties);
        }

        public Builder addGenomicsProperty(String name, String value)
        {
            properties.put(requireNonNull(name, "name is null"), requireNonNull(value, "value is null"));
            return this;
        }

        @Override
        public DistributedQueryRunner build()
                throws Exception
        {
            DistributedQueryRunner queryRunner = super.build();
            try {
                queryRunner.installPlugin(new GenomicsFunctionsPlugin());
                queryRunner.installPlugin(new GenomicsPlugin());
                queryRunner.createCatalog(CATALOG, "genomics", ImmutableMap.copyOf(properties));
                return queryRunner;
            }
            catch (Throwable e) {
                queryRunner.close();
                throw e;
            }
        }
    }

    /**
     * Starts a server over a folder, for a look by hand.
     */
    static void main(String[] arguments)
            throws Exception
    {
        DistributedQueryRunner queryRunner = builder(Path.of(arguments[0]))
                .addCoordinatorProperty("http-server.http.port", "8080")
                .build();
        Logger.get(GenomicsQueryRunner.class).info("======== SERVER STARTED ========\n%s\n====", queryRunner.getCoordinator().getBaseUrl());
    }
}
