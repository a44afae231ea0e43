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
package io.genolake.formats.chain;

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.ByteSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.stream.Collectors.groupingBy;

/**
 * A UCSC chain file, plain or compressed with gzip or bgzip: how the sequences of one assembly lie in those of another. It is held in
 * memory, 20 bytes a block. Many threads may share it.
 */
public final class ChainFile
{
    private final String location;
    private final Map<String, ContigChains> contigs;

    private ChainFile(String location, List<Chain> chains)
    {
        this.location = location;
        contigs = chains.stream()
                .collect(groupingBy(Chain::sourceContig))
                .entrySet().stream()
                .collect(toImmutableMap(Map.Entry::getKey, entry -> new ContigChains(entry.getValue())));
    }

    /**
     * Reads a file, which is closed then.
     *
     * @throws MalformedFileException if it is no chain file, is truncated, or is larger than what is held in memory
     */
    public static ChainFile read(ByteSource source)
            throws IOException
    {
        try (source; BlockStream stream = BlockStreams.open(source)) {
            return new ChainFile(source.location(), new ChainReader(stream).read());
        }
    }

    public String location()
    {
        return location;
    }

    /**
     * The chains of a sequence of the source assembly, of that very name.
     */
    public Optional<ContigChains> contig(String name)
    {
        return Optional.ofNullable(contigs.get(name));
    }

    /**
     * The sequences of the source assembly that have chains.
     */
    public Iterable<String> contigNames()
    {
        return contigs.keySet();
    }
}
