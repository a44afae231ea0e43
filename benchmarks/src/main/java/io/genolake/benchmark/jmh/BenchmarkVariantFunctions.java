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
package io.genolake.benchmark.jmh;

import com.google.common.collect.ImmutableMap;
import io.airlift.slice.Slice;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.functions.NormalizeVariantFunction;
import io.genolake.connector.functions.VrsIdFunction;
import io.genolake.connector.reference.ReferenceConfig;
import io.genolake.connector.reference.ReferenceLocations;
import io.genolake.connector.reference.References;
import io.trino.filesystem.local.LocalFileSystemFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.airlift.slice.Slices.utf8Slice;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Names variants by a reference genome: variants a second. One in ten is an insertion or a deletion.
 */
@State(Scope.Thread)
public class BenchmarkVariantFunctions
{
    private static final int VARIANTS = 10_000;
    private static final int CONTIG_LENGTH = 2_000_000;
    private static final int LINE_BASES = 60;
    private static final Slice REFERENCE = utf8Slice("reference");
    private static final Slice CONTIG = utf8Slice("chr1");

    private final long[] positions = new long[VARIANTS];
    private final Slice[] refs = new Slice[VARIANTS];
    private final Slice[] alts = new Slice[VARIANTS];
    private Path folder;
    private NormalizeVariantFunction normalizeVariant;
    private VrsIdFunction vrsId;

    @Setup
    public void makeReference()
            throws IOException
    {
        Random random = new Random(6);
        String bases = BenchmarkFiles.bases(random, CONTIG_LENGTH);
        StringBuilder fasta = new StringBuilder(">chr1\n");
        for (int start = 0; start < CONTIG_LENGTH; start += LINE_BASES) {
            fasta.append(bases, start, Math.min(CONTIG_LENGTH, start + LINE_BASES)).append('\n');
        }
        folder = Files.createTempDirectory("genolake-benchmark");
        Files.writeString(folder.resolve("reference.fa"), fasta, ISO_8859_1);
        Files.writeString(folder.resolve("reference.fa.fai"), "chr1\t%s\t6\t%s\t%s\n".formatted(CONTIG_LENGTH, LINE_BASES, LINE_BASES + 1));
        References references = new References(
                new ReferenceLocations(ImmutableMap.of("reference", "local:///reference.fa"), ImmutableMap.of()),
                new ReferenceConfig(),
                new GenomicsConfig(),
                new LocalFileSystemFactory(folder));
        normalizeVariant = new NormalizeVariantFunction(references);
        vrsId = new VrsIdFunction(references);
        for (int i = 0; i < VARIANTS; i++) {
            int start = 100 + i * ((CONTIG_LENGTH - 200) / VARIANTS);
            positions[i] = start + 1;
            int length = random.nextInt(1, 6);
            String ref = bases.substring(start, start + 1);
            String alt = ref.equals("A") ? "C" : "A";
            if (i % 20 == 0) {
                ref = bases.substring(start, start + 1 + length);
                alt = ref.substring(0, 1);
            }
            else if (i % 20 == 10) {
                alt = ref + BenchmarkFiles.bases(random, length);
            }
            refs[i] = utf8Slice(ref);
            alts[i] = utf8Slice(alt);
        }
    }

    @TearDown
    public void removeReference()
            throws IOException
    {
        deleteRecursively(folder, ALLOW_INSECURE);
    }

    @Benchmark
    @OperationsPerInvocation(VARIANTS)
    public void normalizeVariant(Blackhole results)
    {
        for (int i = 0; i < VARIANTS; i++) {
            results.consume(normalizeVariant.evaluate(REFERENCE, CONTIG, positions[i], refs[i], alts[i]));
        }
    }

    @Benchmark
    @OperationsPerInvocation(VARIANTS)
    public void vrsId(Blackhole results)
    {
        for (int i = 0; i < VARIANTS; i++) {
            results.consume(vrsId.evaluate(REFERENCE, CONTIG, positions[i], refs[i], alts[i]));
        }
    }
}
