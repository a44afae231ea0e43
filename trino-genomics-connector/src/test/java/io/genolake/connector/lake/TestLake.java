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
package io.genolake.connector.lake;

import com.google.common.base.Throwables;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.GenomicsConfig.HideFileNames;
import io.trino.filesystem.FileIterator;
import io.trino.filesystem.Location;
import io.trino.filesystem.memory.MemoryFileSystem;
import io.trino.spi.TrinoException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import java.util.Set;

import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_SYSTEM_ERROR;
import static io.trino.testing.TestingConnectorSession.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

final class TestLake
{
    /**
     * A folder within a project that the server may not read.
     */
    @Test
    void testFolderThatCannotBeListed()
    {
        for (HideFileNames hide : HideFileNames.values()) {
            Lake lake = new Lake(new GenomicsConfig().setLake("memory:///").setHideFileNames(hide), _ -> new UnreadableFolder());
            TrinoException failure = catchThrowableOfType(TrinoException.class, () -> lake.project(SESSION, Optional.empty(), "cardio"));
            assertThat(failure.getErrorCode()).isEqualTo(GENOMICS_FILE_SYSTEM_ERROR.toErrorCode());
            assertThat(failure).hasMessageContaining("memory:///cardio");
            if (hide.isOfLookups()) {
                assertThat(Throwables.getStackTraceAsString(failure)).doesNotContain("patient_7");
            }
            else {
                assertThat(failure).hasMessageContaining("patient_7");
            }
        }
    }

    private static final class UnreadableFolder
            extends MemoryFileSystem
    {
        @Override
        public Set<Location> listDirectories(Location location)
        {
            return Set.of(Location.of("memory:///cardio/"));
        }

        @Override
        public FileIterator listFiles(Location location)
                throws IOException
        {
            throw new AccessDeniedException("cardio/patient_7");
        }
    }
}
