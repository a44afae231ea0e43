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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Inject;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.GenomicsErrorCode;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.chain.ChainFile;
import io.genolake.formats.fasta.FastaFile;
import io.genolake.formats.fasta.PageCache;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoFileSystemFactory;
import io.trino.spi.TrinoException;
import io.trino.spi.security.ConnectorIdentity;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_SYSTEM_ERROR;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

/**
 * The reference genomes and chain files that the properties of the catalog name. A file is opened when it is first used. It is looked at
 * again after {@code genomics.metadata-cache-ttl}, and read anew if it has changed.
 */
public final class References
{
    private static final int MAX_SHOWN = 80;

    private final Map<String, NamedFile<Reference>> references;
    private final Map<String, NamedFile<ChainFile>> chains;

    @Inject
    public References(ReferenceLocations locations, ReferenceConfig config, GenomicsConfig genomicsConfig, TrinoFileSystemFactory fileSystemFactory)
    {
        // functions know no user; a catalog has one identity towards its file system
        TrinoFileSystem fileSystem = fileSystemFactory.create(ConnectorIdentity.ofUser("genomics"));
        PageCache pages = new PageCache(config.getCacheSize().toBytes());
        long ttl = genomicsConfig.getMetadataCacheTtl().roundTo(TimeUnit.NANOSECONDS);

        ImmutableMap.Builder<String, NamedFile<Reference>> references = ImmutableMap.builder();
        locations.references().forEach((name, location) -> references.put(name, new NamedFile<>(
                "genomics.reference." + name,
                fileSystem,
                ImmutableList.of(location, location + ".fai", location + ".gzi"),
                ttl,
                files -> new Reference(name, FastaFile.open(files.get(0), files.get(1), files.get(2), pages)))));
        this.references = references.buildOrThrow();

        ImmutableMap.Builder<String, NamedFile<ChainFile>> chains = ImmutableMap.builder();
        locations.chains().forEach((name, location) -> chains.put(name, new NamedFile<>(
                "genomics.chain." + name,
                fileSystem,
                ImmutableList.of(location),
                ttl,
                files -> ChainFile.read(files.getFirst().open()))));
        this.chains = chains.buildOrThrow();
    }

    /**
     * A reference genome, as it is now.
     *
     * @throws TrinoException if the catalog has none of that name, or it cannot be read
     */
    public Reference reference(String name)
    {
        return named(references, name, "reference").get();
    }

    /**
     * A chain file, as it is now.
     *
     * @throws TrinoException if the catalog has none of that name, or it cannot be read
     */
    public ChainFile chain(String name)
    {
        return named(chains, name, "chain").get();
    }

    /**
     * Sees that a reference genome is still the one that a query has begun with.
     */
    public void checkUnchanged(Reference reference)
    {
        NamedFile<Reference> file = named(references, reference.name(), "reference");
        if (file.get() != reference) {
            throw file.changed();
        }
    }

    public Set<String> referenceNames()
    {
        return references.keySet();
    }

    /**
     * The error that a user gets when bases cannot be read.
     */
    public static RuntimeException readFailure(RuntimeException e)
    {
        return switch (e) {
            case MalformedFileException malformed -> GenomicsErrorCode.malformed(malformed);
            case UncheckedIOException io -> new TrinoException(GENOMICS_FILE_SYSTEM_ERROR, "A reference genome cannot be read: " + io.getCause().getMessage(), io);
            default -> e;
        };
    }

    /**
     * An argument in a message, of which a long one is only begun.
     */
    public static String shown(String argument)
    {
        return argument.length() <= MAX_SHOWN ? argument : "%s... (%s letters)".formatted(argument.substring(0, MAX_SHOWN), argument.length());
    }

    private static <T> NamedFile<T> named(Map<String, NamedFile<T>> files, String name, String kind)
    {
        NamedFile<T> file = files.get(name);
        if (file == null) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, files.isEmpty()
                    ? "The catalog has no %s '%s', nor any other: set the property genomics.%s.%s to its location".formatted(kind, shown(name), kind, shown(name))
                    : "The catalog has no %s '%s', but: %s".formatted(kind, shown(name), String.join(", ", files.keySet())));
        }
        return file;
    }
}
