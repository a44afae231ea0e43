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
        return new Builder(lake);
    }

    public static final class Builder
            extends DistributedQueryRunner.Builder<Builder>
    {
        private final Map<String, String> properties = new HashMap<>();

        private Builder(Path lake)
        {
            super(testSessionBuilder().setCatalog(CATALOG).build());
            properties.put("fs.local.enabled", "true");
            properties.put("local.location", lake.toAbsolutePath().toString());
            properties.put("genomics.lake", "local:///");
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
