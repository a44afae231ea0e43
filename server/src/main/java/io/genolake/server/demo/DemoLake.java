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
package io.genolake.server.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static java.util.Objects.requireNonNull;

/**
 * Writes the lake of the demo: projects of invented people on true coordinates of GRCh38.
 * <ul>
 * <li>{@code cohort}: 24 people in one VCF, their structural variants in another, gene and target regions in BED</li>
 * <li>{@code clinic}: 12 patients, each in a VCF of their own, three of them with reads of a gene panel</li>
 * <li>{@code genomes}: 4 people, each with a gVCF and a VCF of structural variants, one with reads</li>
 * <li>{@code family}: a child and its parents in one VCF; the child has a variant that neither of them has</li>
 * <li>{@code annotation}: what is known of variants, in the manner of ClinVar</li>
 * <li>{@code .references}, which is no project: three chromosomes of the genome</li>
 * </ul>
 * The same bytes each time: everything is drawn from the names and places of things.
 */
public final class DemoLake
{
    /**
     * To be raised with any change of what is written, so that older lakes are written anew.
     */
    public static final int VERSION = 3;

    /**
     * The reference genome, within the lake.
     */
    public static final String REFERENCE = ".references/demo.fa.gz";

    private static final int COHORT = 24;
    private static final int PATIENTS = 12;
    private static final int SEQUENCED_PATIENTS = 3;
    private static final int GENOMES = 4;

    private final Path lake;
    private final PrintStream progress;
    private final List<Site> catalogue = Site.catalogue();
    private final VariantFiles variants = new VariantFiles(catalogue);
    private final Sequencer sequencer = new Sequencer(catalogue);

    private DemoLake(Path lake, PrintStream progress)
    {
        this.lake = requireNonNull(lake, "lake is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * @param lake a folder, made if it is not there
     * @param progress told of each project as it is done
     */
    public static void create(Path lake, PrintStream progress)
            throws IOException
    {
        new DemoLake(lake, progress).write();
    }

    private void write()
            throws IOException
    {
        try {
            writeCohort(Files.createDirectories(lake.resolve("cohort")));
            writeClinic(Files.createDirectories(lake.resolve("clinic")));
            writeGenomes(Files.createDirectories(lake.resolve("genomes")));
            writeFamily(Files.createDirectories(lake.resolve("family")));
            writeResources(Files.createDirectories(lake.resolve("annotation")));
        }
        catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void writeCohort(Path project)
            throws IOException
    {
        List<Person> people = people("COH", COHORT, 0, List.of());
        parallel(List.of(
                () -> variants.writeMultiSample(project.resolve("cohort.vcf.gz"), people),
                () -> StructuralVariants.write(project.resolve("cohort.sv.vcf.gz"), people, true),
                () -> Regions.writeGenes(project.resolve("genes.bed")),
                () -> Regions.writeTargets(project.resolve("targets.bed.gz"))));
        progress.println("  cohort: %s people in one VCF, their structural variants, regions of genes and targets".formatted(COHORT));
    }

    private void writeClinic(Path project)
            throws IOException
    {
        Files.createDirectories(project.resolve("vcf"));
        Files.createDirectories(project.resolve("bam"));
        List<Person> patients = people("PAT", PATIENTS, 100, findings());
        List<Work> work = new ArrayList<>();
        for (Person patient : patients.subList(0, SEQUENCED_PATIENTS)) {
            work.add(() -> sequencer.write(project.resolve("bam").resolve(patient.name() + ".bam"), patient, false));
        }
        for (Person patient : patients) {
            work.add(() -> variants.writeSingleSample(project.resolve("vcf").resolve(patient.name() + ".vcf.gz"), patient));
        }
        work.add(() -> Regions.writeGenes(project.resolve("genes.bed")));
        parallel(work);
        progress.println("  clinic: %s patients with a VCF each, %s of them with a BAM of a gene panel".formatted(PATIENTS, SEQUENCED_PATIENTS));
    }

    private void writeGenomes(Path project)
            throws IOException
    {
        List<Person> people = people("GEN", GENOMES, 200, List.of());
        List<Work> work = new ArrayList<>();
        work.add(() -> sequencer.write(Files.createDirectories(project.resolve("GEN01")).resolve("GEN01.bam"), people.getFirst(), true));
        for (Person person : people) {
            Path folder = Files.createDirectories(project.resolve(person.name()));
            work.add(() -> variants.writeGvcf(folder.resolve(person.name() + ".g.vcf.gz"), person));
            work.add(() -> StructuralVariants.write(folder.resolve(person.name() + ".sv.vcf.gz"), List.of(person), false));
        }
        work.add(() -> Regions.writeGenes(project.resolve("genes.bed")));
        parallel(work);
        progress.println("  genomes: %s people with a gVCF and structural variants each, one with a BAM".formatted(GENOMES));
    }

    private void writeFamily(Path project)
            throws IOException
    {
        Person father = new Person("FAM02", 301, true, Optional.empty(), Optional.empty());
        Person mother = new Person("FAM03", 302, false, Optional.empty(), Optional.empty());
        Site finding = findings().stream()
                .filter(site -> site.alts().size() == 1 && !father.carries(site) && !mother.carries(site))
                .findFirst()
                .orElseThrow();
        Person child = new Person("FAM01", 300, true, Optional.of(finding), Optional.of(new Person.Parents(father, mother)));
        parallel(List.of(
                () -> variants.writeMultiSample(project.resolve("family.vcf.gz"), List.of(child, father, mother)),
                () -> Regions.writeGenes(project.resolve("genes.bed"))));
        progress.println("  family: a child and its parents in one VCF");
    }

    private void writeResources(Path project)
            throws IOException
    {
        Path reference = lake.resolve(REFERENCE);
        Files.createDirectories(reference.getParent());
        parallel(List.of(
                () -> new Annotations(catalogue).write(project.resolve("clinvar.vcf.gz")),
                () -> new ReferenceWriter(catalogue).write(reference)));
        progress.println("  annotation: what is known of variants; and %s of the reference genome".formatted(String.join(", ", ReferenceWriter.CONTIGS)));
    }

    private List<Site> findings()
    {
        return catalogue.stream()
                .filter(site -> site.gene().filter(Gene.PANEL::contains).isPresent() && site.impacts().getFirst().equals("HIGH"))
                .toList();
    }

    private static List<Person> people(String prefix, int count, int firstNumber, List<Site> findings)
    {
        return IntStream.range(0, count)
                .mapToObj(i -> new Person(
                        "%s%02d".formatted(prefix, i + 1),
                        firstNumber + i,
                        i % 2 == 1,
                        findings.isEmpty() ? Optional.empty() : Optional.of(findings.get((i * 7 + 3) % findings.size())),
                        Optional.empty()))
                .toList();
    }

    private static void parallel(List<Work> work)
    {
        work.parallelStream().forEach(piece -> {
            try {
                piece.run();
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private interface Work
    {
        void run()
                throws IOException;
    }
}
