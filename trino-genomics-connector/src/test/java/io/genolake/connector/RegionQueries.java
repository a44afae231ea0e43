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
package io.genolake.connector;

import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import static io.genolake.connector.GenomicsQueryRunner.CATALOG;
import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks a table for regions in all ways that there are, and compares with what a scan of the whole table and bedtools say.
 */
final class RegionQueries
{
    private static final int MOST_HITS = 3000;

    private final DistributedQueryRunner queryRunner;
    private final Session session;
    private final String table;
    private final Random random;
    private final String seed;
    private final List<Placed> records;

    /**
     * A record, by where it begins in its file, 1-based, both ends included.
     */
    record Placed(long virtualOffset, String chrom, long pos, long endPos)
    {
        boolean overlaps(Asked region)
        {
            return chrom.equals(region.chrom()) && pos <= region.end() && endPos >= region.start();
        }
    }

    record Asked(String chrom, long start, long end) {}

    /**
     * @param table of one file
     */
    RegionQueries(DistributedQueryRunner queryRunner, String table, long seed)
    {
        this.queryRunner = requireNonNull(queryRunner, "queryRunner is null");
        this.table = requireNonNull(table, "table is null");
        this.random = new Random(seed);
        this.seed = table + ", seed " + seed;
        session = Session.builder(queryRunner.getDefaultSession())
                .setCatalogSessionProperty(CATALOG, "max_split_size", "100kB")
                .build();
        records = queryRunner.execute("SELECT \"$virtual_offset\", chrom, pos, end_pos FROM " + table + " WHERE pos IS NOT NULL AND chrom IS NOT NULL").getMaterializedRows().stream()
                .map(row -> new Placed((long) row.getField(0), (String) row.getField(1), (long) row.getField(2), (long) row.getField(3)))
                .toList();
        assertThat(records).isNotEmpty();
        assertThat(records.stream().map(Placed::virtualOffset).collect(toSet())).as(this.seed).hasSize(records.size());
    }

    List<Placed> records()
    {
        return records;
    }

    List<Asked> regions(int count)
    {
        List<Asked> regions = new ArrayList<>();
        while (regions.size() < count) {
            Placed record = records.get(random.nextInt(records.size()));
            long length = 1 + (long) Math.pow(10, random.nextDouble() * 6);
            long start = switch (random.nextInt(8)) {
                case 0 -> record.pos();
                // the last base alone, of a record that may begin long before
                case 1 -> record.endPos();
                case 2 -> record.endPos() + 1;
                case 3 -> max(1, record.pos() - length);
                case 4 -> 1;
                case 5 -> 1 + random.nextInt(1 << 28);
                case 6 -> max(1, (record.pos() >> 14 << 14) + random.nextInt(3) - 1);
                default -> max(1, record.pos() - random.nextInt(20_000));
            };
            Asked region = new Asked(random.nextInt(50) == 0 ? "no_such_contig" : record.chrom(), start, start + length - 1);
            if (records.stream().filter(placed -> placed.overlaps(region)).limit(MOST_HITS + 1).count() <= MOST_HITS) {
                regions.add(region);
            }
        }
        return regions;
    }

    private Set<Long> expected(Asked region)
    {
        return records.stream()
                .filter(record -> record.overlaps(region))
                .map(Placed::virtualOffset)
                .collect(toSet());
    }

    /**
     * A query a region, by conditions on pos and end_pos.
     */
    void assertConditions(List<Asked> regions)
    {
        Map<Integer, List<Long>> actual = new TreeMap<>();
        for (int i = 0; i < regions.size(); i += 20) {
            StringBuilder sql = new StringBuilder();
            for (int j = i; j < Math.min(i + 20, regions.size()); j++) {
                Asked region = regions.get(j);
                sql.append(j == i ? "" : " UNION ALL ")
                        .append("SELECT %s, \"$virtual_offset\" FROM %s WHERE chrom = '%s' AND pos <= %s AND end_pos >= %s".formatted(j, table, region.chrom(), region.end(), region.start()));
            }
            collect(sql.toString(), actual);
        }
        assertRegions("conditions", regions, actual);
    }

    /**
     * All regions in one query: records that overlap any of them.
     */
    void assertDisjunctions(List<Asked> regions)
    {
        Set<Long> expected = new HashSet<>();
        regions.forEach(region -> expected.addAll(expected(region)));
        String conditions = regions.stream()
                .map(region -> "(chrom = '%s' AND pos <= %s AND end_pos >= %s)".formatted(region.chrom(), region.end(), region.start()))
                .collect(joining(" OR "));
        String calls = regions.stream()
                .map(region -> "in_region(chrom, pos, end_pos, '{%s}:%s-%s')".formatted(region.chrom(), region.start(), region.end()))
                .collect(joining(" OR "));
        for (String condition : List.of(conditions, calls)) {
            List<Object> actual = queryRunner.execute(session, "SELECT \"$virtual_offset\" FROM " + table + " WHERE " + condition).getOnlyColumn().toList();
            assertThat(new HashSet<>(actual)).as(seed + ": " + condition.substring(0, 30)).isEqualTo(expected);
            assertThat(actual).hasSize(expected.size());
        }
    }

    /**
     * The join on bins, and what bedtools makes of the same records.
     */
    void assertJoin(List<Asked> regions, Path folder)
    {
        StringBuilder values = new StringBuilder();
        StringBuilder asked = new StringBuilder();
        for (int i = 0; i < regions.size(); i++) {
            Asked region = regions.get(i);
            values.append(i == 0 ? "" : ", ").append("(%s, '%s', %s, %s)".formatted(i, region.chrom(), region.start(), region.end()));
            asked.append("%s\t%s\t%s\t%s\n".formatted(region.chrom(), region.start() - 1, region.end(), i));
        }
        Map<Integer, List<Long>> actual = new TreeMap<>();
        collect(
                """
                WITH targets(i, chrom, pos, end_pos) AS (VALUES %s)
                SELECT t.i, a."$virtual_offset"
                FROM %s a JOIN (SELECT t.*, b.bin FROM targets t CROSS JOIN UNNEST(bins(t.chrom, t.pos, t.end_pos)) AS b(bin)) t
                ON a."$bin" = t.bin AND a.chrom = t.chrom AND a.pos <= t.end_pos AND a.end_pos >= t.pos
                """.formatted(values, table),
                actual);
        assertRegions("join", regions, actual);

        TestingFiles.assumeTools("bedtools");
        // bedtools makes an interval of no length longer by one on each side
        String bed = records.stream()
                .filter(record -> record.endPos() >= record.pos())
                .map(record -> "%s\t%s\t%s\t%s\n".formatted(record.chrom(), record.pos() - 1, record.endPos(), record.virtualOffset()))
                .collect(joining());
        Path recordFile = TestingFiles.write(folder, "records.txt", bed.getBytes(StandardCharsets.UTF_8));
        Path regionFile = TestingFiles.write(folder, "regions.txt", asked.toString().getBytes(StandardCharsets.UTF_8));
        Set<String> intersections = new HashSet<>();
        for (String line : TestingFiles.run("bedtools", "intersect", "-a", regionFile.toString(), "-b", recordFile.toString(), "-wa", "-wb")) {
            String[] fields = line.split("\t");
            intersections.add(fields[3] + " " + fields[7]);
        }
        Set<Long> empty = records.stream().filter(record -> record.endPos() < record.pos()).map(Placed::virtualOffset).collect(toSet());
        Set<String> pairs = new HashSet<>();
        actual.forEach((i, offsets) -> offsets.stream().filter(offset -> !empty.contains(offset)).forEach(offset -> pairs.add(i + " " + offset)));
        assertThat(pairs).as(seed + ": bedtools").isEqualTo(intersections);
    }

    /**
     * Conditions on the keys, and on pos alone.
     */
    void assertKeys()
    {
        for (int i = 0; i < 4; i++) {
            Placed record = records.get(random.nextInt(records.size()));
            assertSame("\"$locus\" BETWEEN locus('%s', %s) AND locus('%s', %s) AND chrom = '%s'".formatted(record.chrom(), record.pos(), record.chrom(), record.pos() + 1000, record.chrom()),
                    records.stream().filter(placed -> placed.chrom().equals(record.chrom()) && placed.pos() >= record.pos() && placed.pos() <= record.pos() + 1000).toList());
            assertSame("chrom = '%s' AND pos = %s".formatted(record.chrom(), record.pos()),
                    records.stream().filter(placed -> placed.chrom().equals(record.chrom()) && placed.pos() == record.pos()).toList());
            assertSame("end_pos = %s".formatted(record.endPos()),
                    records.stream().filter(placed -> placed.endPos() == record.endPos()).toList());
            assertSame("chrom IN ('x', '%s') AND pos IN (%s, %s)".formatted(record.chrom(), record.pos(), record.pos() + 1),
                    records.stream().filter(placed -> placed.chrom().equals(record.chrom()) && (placed.pos() == record.pos() || placed.pos() == record.pos() + 1)).toList());
            assertSame("\"$virtual_offset\" = %s".formatted(record.virtualOffset()), List.of(record));
        }
    }

    private void assertSame(String condition, List<Placed> expected)
    {
        assertThat(queryRunner.execute(session, "SELECT \"$virtual_offset\" FROM " + table + " WHERE " + condition).getOnlyColumn())
                .as(seed + ": " + condition)
                .containsExactlyInAnyOrderElementsOf(expected.stream().map(Placed::virtualOffset).toList());
    }

    private void collect(String sql, Map<Integer, List<Long>> result)
    {
        for (MaterializedRow row : queryRunner.execute(session, sql).getMaterializedRows()) {
            result.computeIfAbsent((int) row.getField(0), _ -> new ArrayList<>()).add((long) row.getField(1));
        }
    }

    private void assertRegions(String how, List<Asked> regions, Map<Integer, List<Long>> actual)
    {
        for (int i = 0; i < regions.size(); i++) {
            List<Long> offsets = actual.getOrDefault(i, List.of());
            assertThat(new HashSet<>(offsets)).as("%s: %s, %s", seed, how, regions.get(i)).isEqualTo(expected(regions.get(i)));
            assertThat(offsets).as("%s: %s, %s: doubled rows", seed, how, regions.get(i)).doesNotHaveDuplicates();
        }
    }
}
