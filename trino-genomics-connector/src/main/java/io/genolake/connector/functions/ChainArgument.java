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

import io.airlift.slice.Slice;
import io.genolake.connector.reference.References;
import io.genolake.formats.chain.ChainFile;
import io.genolake.formats.chain.ContigChains;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The arguments chain and chrom of a function, for one driver: the last ones stay resolved.
 */
final class ChainArgument
{
    private final References references;

    private Slice name;
    private ChainFile file;
    private Slice chrom;
    private Optional<ContigChains> chains = Optional.empty();

    ChainArgument(References references)
    {
        this.references = requireNonNull(references, "references is null");
    }

    /**
     * The chains of a contig; empty if the file has none.
     */
    Optional<ContigChains> chains(Slice chain, Slice chrom)
    {
        if (!chain.equals(name)) {
            file = references.chain(chain.toStringUtf8());
            name = chain.copy();
            this.chrom = null;
        }
        if (!chrom.equals(this.chrom)) {
            chains = file.contig(chrom.toStringUtf8());
            this.chrom = chrom.copy();
        }
        return chains;
    }
}
