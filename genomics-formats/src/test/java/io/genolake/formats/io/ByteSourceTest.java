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
package io.genolake.formats.io;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ByteSourceTest
{
    private static final byte[] DATA = {1, 2, 3, 4, 5};

    @TempDir
    private Path folder;

    @Test
    void testMemory()
            throws IOException
    {
        try (ByteSource source = new MemoryByteSource("memory", DATA)) {
            assertReads(source);
        }
    }

    @Test
    void testFile()
            throws IOException
    {
        Path file = Files.write(folder.resolve("file"), DATA);
        try (ByteSource source = new FileByteSource(file)) {
            assertThat(source.location()).isEqualTo(file.toString());
            assertReads(source);
        }
        assertThatThrownBy(() -> new FileByteSource(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    private static void assertReads(ByteSource source)
            throws IOException
    {
        assertThat(source.length()).isEqualTo(5);
        byte[] buffer = new byte[4];
        source.readFully(2, buffer, 1, 3);
        assertThat(buffer).containsExactly(0, 3, 4, 5);
        source.readFully(5, buffer, 0, 0);
        assertThatThrownBy(() -> source.readFully(2, buffer, 0, 4)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> source.readFully(7, buffer, 0, 1)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> source.readFully(0, buffer, 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
