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
package io.genolake.connector.snapshot;

import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigDescription;
import jakarta.validation.constraints.NotNull;

import java.util.Optional;

public class SnapshotConfig
{
    private Optional<String> snapshotLocation = Optional.empty();

    @NotNull
    public Optional<String> getSnapshotLocation()
    {
        return snapshotLocation;
    }

    @Config("genomics.snapshot-location")
    @ConfigDescription("Where the manifests of snapshots are kept; .genolake/snapshots in the lake if it is not set")
    public SnapshotConfig setSnapshotLocation(String snapshotLocation)
    {
        this.snapshotLocation = Optional.ofNullable(snapshotLocation);
        return this;
    }
}
