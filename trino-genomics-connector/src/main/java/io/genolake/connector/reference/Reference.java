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

import io.genolake.connector.GenomicsErrorCode;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.fasta.FastaContig;
import io.genolake.formats.fasta.FastaCursor;
import io.genolake.formats.fasta.FastaFile;
import io.genolake.formats.region.ContigNames;
import io.trino.spi.TrinoException;

import java.io.IOException;
import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.genolake.connector.GenomicsErrorCode.fileSystemError;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.util.Objects.requireNonNull;

/**
 * One version of a reference genome that the catalog has. Many threads may share it.
 */
public final class Reference
{
    private final String name;
    private final FastaFile file;

    Reference(String name, FastaFile file)
    {
        this.name = requireNonNull(name, "name is null");
        this.file = requireNonNull(file, "file is null");
    }

    public String name()
    {
        return name;
    }

    public FastaFile file()
    {
        return file;
    }

    public boolean hasContig(String contig)
    {
        return file.contig(contig).isPresent();
    }

    /**
     * The bases of a contig, for one thread. Reading them can fail with what {@link References#readFailure} turns to errors.
     *
     * @throws TrinoException if there is no contig of that very name
     */
    public FastaCursor cursor(String contig)
    {
        return file.cursor(contig(contig));
    }

    /**
     * The GA4GH refget identifier of a contig, which is computed once.
     */
    public String refgetDigest(String contig)
    {
        try {
            return file.refgetDigest(contig(contig));
        }
        catch (MalformedFileException e) {
            throw GenomicsErrorCode.malformed(e);
        }
        catch (IOException e) {
            throw fileSystemError(file.location(), e);
        }
    }

    private FastaContig contig(String contig)
    {
        return file.contig(contig).orElseThrow(() -> {
            List<String> aliases = ContigNames.findAliases(contig, file.contigs().stream().map(FastaContig::name).collect(toImmutableList()));
            return new TrinoException(INVALID_FUNCTION_ARGUMENT, "The reference '%s' has no contig '%s'%s".formatted(
                    name,
                    References.shown(contig),
                    aliases.isEmpty() ? "" : ", but '%s': names compare exactly".formatted(String.join("', '", aliases))));
        });
    }
}
