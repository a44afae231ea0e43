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
package io.genolake.connector.tpch;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static io.trino.tpch.GenerateUtils.formatDate;
import static java.util.stream.Collectors.joining;

/**
 * Writes tables of TPC-H as VCF files: a row a record, a column an INFO field, a table a folder of the project.
 */
final class TpchLake
{
    static final String PROJECT = "tpch";
    static final String LAYOUT = "{schema}/{relation}/**";

    // as the queries of Trino's tests expect it
    private static final double TINY = 0.01;

    private TpchLake() {}

    static void write(Path lake, List<TpchTable<?>> tables)
            throws IOException
    {
        for (TpchTable<?> table : tables) {
            write(lake.resolve(PROJECT), table);
        }
    }

    private static <E extends TpchEntity> void write(Path project, TpchTable<E> table)
            throws IOException
    {
        Path folder = Files.createDirectories(project.resolve(table.getTableName()));
        try (BufferedWriter writer = Files.newBufferedWriter(folder.resolve(table.getTableName() + ".vcf"))) {
            writeHeader(writer, table);
            int row = 0;
            for (E entity : table.createGenerator(TINY, 1, 1)) {
                row++;
                String info = table.getColumns().stream()
                        .map(column -> column.getSimplifiedColumnName() + "=" + value(column, entity))
                        .collect(joining(";"));
                writer.write("%s\t%s\t.\tN\t.\t.\t.\t%s\n".formatted(table.getTableName(), row, info));
            }
        }
    }

    private static <E extends TpchEntity> void writeHeader(Writer writer, TpchTable<E> table)
            throws IOException
    {
        writer.write("##fileformat=VCFv4.3\n");
        for (TpchColumn<E> column : table.getColumns()) {
            String type = switch (column.getType().getBase()) {
                case IDENTIFIER, INTEGER -> "Integer";
                case DOUBLE -> "Float";
                case DATE, VARCHAR -> "String";
            };
            writer.write("##INFO=<ID=%s,Number=1,Type=%s,Description=\"%s\">\n".formatted(column.getSimplifiedColumnName(), type, column.getColumnName()));
        }
        writer.write("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
    }

    private static <E extends TpchEntity> String value(TpchColumn<E> column, E entity)
    {
        return switch (column.getType().getBase()) {
            case IDENTIFIER -> Long.toString(column.getIdentifier(entity));
            case INTEGER -> Integer.toString(column.getInteger(entity));
            case DOUBLE -> Double.toString(column.getDouble(entity));
            case DATE -> formatDate(column.getDate(entity));
            // what separates values and fields is encoded, as the VCF specification has it (section 1.2)
            case VARCHAR -> column.getString(entity)
                    .replace("%", "%25")
                    .replace(";", "%3B")
                    .replace(",", "%2C")
                    .replace("=", "%3D");
        };
    }
}
