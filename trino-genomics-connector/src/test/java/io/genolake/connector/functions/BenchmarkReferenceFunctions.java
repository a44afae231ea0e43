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
import io.airlift.slice.Slice;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.reference.ReferenceConfig;
import io.genolake.connector.reference.ReferenceLocations;
import io.genolake.connector.reference.References;
import io.genolake.formats.fasta.FastaCursor;
import io.trino.filesystem.local.LocalFileSystemFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

import static io.airlift.slice.Slices.utf8Slice;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * How many variants of a VCF file the functions name in a second on one thread, to be run by hand:
 * <pre>
 * BenchmarkReferenceFunctions REFERENCE.fa[.gz] FILE.vcf.gz...
 * </pre>
 * The variants whose REF is that of the reference are taken one after the other, as a driver would.
 */
public final class BenchmarkReferenceFunctions
{
    private static final Slice REFERENCE = utf8Slice("reference");
    private static final int ROUNDS = 5;
    private static final int CALLS = 2_000_000;

    private record Variant(Slice chrom, long pos, Slice ref, Slice alt) {}

    private interface Function
    {
        Object evaluate(Variant variant);
    }

    private BenchmarkReferenceFunctions() {}

    static void main(String[] arguments)
            throws IOException
    {
        Path fasta = Path.of(arguments[0]).toAbsolutePath();
        References references = new References(
                new ReferenceLocations(ImmutableMap.of("reference", "local:///" + fasta.getFileName()), ImmutableMap.of()),
                new ReferenceConfig(),
                new GenomicsConfig(),
                new LocalFileSystemFactory(fasta.getParent()));
        List<Variant> variants = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            read(references, Path.of(arguments[i]), variants);
        }

        NormalizeVariantFunction normalize = new NormalizeVariantFunction(references);
        VrsIdFunction vrs = new VrsIdFunction(references);
        SpdiFunction spdi = new SpdiFunction(references);
        HgvsFunction hgvs = new HgvsFunction(references);
        CheckRefFunction checkRef = new CheckRefFunction(references);
        List<Variant> lengthChanges = variants.stream()
                .filter(variant -> variant.ref().length() != variant.alt().length())
                .toList();
        System.out.printf("%s variants, %s of them insertions and deletions%n", variants.size(), lengthChanges.size());
        run("normalize_variant", variants, variant -> normalize.evaluate(REFERENCE, variant.chrom(), variant.pos(), variant.ref(), variant.alt()));
        run("normalize_variant, insertions and deletions", lengthChanges, variant -> normalize.evaluate(REFERENCE, variant.chrom(), variant.pos(), variant.ref(), variant.alt()));
        run("vrs_id, insertions and deletions", lengthChanges, variant -> vrs.evaluate(REFERENCE, variant.chrom(), variant.pos(), variant.ref(), variant.alt()));
        run("vrs_id", variants, variant -> vrs.evaluate(REFERENCE, variant.chrom(), variant.pos(), variant.ref(), variant.alt()));
        run("spdi", variants, variant -> spdi.evaluate(REFERENCE, variant.chrom(), variant.pos(), variant.ref(), variant.alt()));
        run("hgvs_g", variants, variant -> hgvs.evaluate(REFERENCE, variant.chrom(), variant.pos(), variant.ref(), variant.alt()));
        run("check_ref", variants, variant -> checkRef.evaluate(REFERENCE, variant.chrom(), variant.pos(), variant.ref()));
    }

    private static void read(References references, Path vcf, List<Variant> variants)
            throws IOException
    {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(vcf)), ISO_8859_1))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] fields = line.split("\t", 6);
                if (!references.reference("reference").hasContig(fields[0])) {
                    continue;
                }
                FastaCursor cursor = references.reference("reference").cursor(fields[0]);
                for (String alt : fields[4].split(",")) {
                    Variant variant = new Variant(utf8Slice(fields[0]), Long.parseLong(fields[1]), utf8Slice(fields[3]), utf8Slice(alt));
                    if (alt.matches("[ACGTN]+") && ReferenceCheck.matches(cursor, variant.pos(), variant.ref())) {
                        variants.add(variant);
                    }
                }
            }
        }
    }

    private static void run(String name, List<Variant> variants, Function function)
    {
        for (int round = 1; round <= ROUNDS; round++) {
            long results = 0;
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                if (function.evaluate(variants.get(i % variants.size())) != null) {
                    results++;
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (round == ROUNDS) {
                System.out.printf("%-44s %,12.0f a second%n", name, results / seconds);
            }
        }
    }
}
