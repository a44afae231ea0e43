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
package io.genolake.connector.reference;

import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigDescription;
import io.airlift.units.DataSize;
import io.airlift.units.MinDataSize;
import jakarta.validation.constraints.NotNull;

import static io.airlift.units.DataSize.Unit.MEGABYTE;

public class ReferenceConfig
{
    private DataSize cacheSize = DataSize.of(64, MEGABYTE);

    @NotNull
    @MinDataSize("1MB")
    public DataSize getCacheSize()
    {
        return cacheSize;
    }

    @Config("genomics.reference-cache-size")
    @ConfigDescription("Most memory of a node for the bases of all reference genomes of the catalog")
    public ReferenceConfig setCacheSize(DataSize cacheSize)
    {
        this.cacheSize = cacheSize;
        return this;
    }
}
