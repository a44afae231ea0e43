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
package io.genolake.connector.functions;

import com.google.common.collect.ImmutableMap;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.reference.ReferenceConfig;
import io.genolake.connector.reference.ReferenceLocations;
import io.genolake.connector.reference.References;
import io.trino.filesystem.local.LocalFileSystemFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Reference genomes that tests make, and the registry over a folder of them.
 */
public final class ReferenceFiles
{
    public static final String REFERENCE = "test";
    public static final String CHAIN = "test";

    private ReferenceFiles() {}

    /**
     * Writes a FASTA file and its index.
     */
    public static void writeFasta(Path file, Map<String, String> contigs, int lineBases)
            throws IOException
    {
        StringBuilder fasta = new StringBuilder();
        StringBuilder index = new StringBuilder();
        contigs.forEach((name, bases) -> {
            fasta.append('>').append(name).append(" made for a test\n");
            index.append("%s\t%s\t%s\t%s\t%s\n".formatted(name, bases.length(), fasta.length(), lineBases, lineBases + 1));
            for (int start = 0; start < bases.length(); start += lineBases) {
                fasta.append(bases, start, Math.min(bases.length(), start + lineBases)).append('\n');
            }
        });
        Files.writeString(file, fasta, ISO_8859_1);
        Files.writeString(file.resolveSibling(file.getFileName() + ".fai"), index, ISO_8859_1);
    }

    /**
     * The registry of a folder with a reference, and maybe a chain file.
     */
    public static References references(Path folder, String fasta, String... chains)
    {
        Map<String, String> chainLocations = new LinkedHashMap<>();
        for (String chain : chains) {
            chainLocations.put(chain, "local:///" + chain);
        }
        return new References(
                new ReferenceLocations(ImmutableMap.of(REFERENCE, "local:///" + fasta), chainLocations),
                new ReferenceConfig(),
                new GenomicsConfig(),
                new LocalFileSystemFactory(folder));
    }
}
