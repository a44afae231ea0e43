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
package io.genolake.connector.table;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;
import io.genolake.connector.table.NestedFields.NestedField;
import io.genolake.formats.vcf.VcfField;
import io.genolake.formats.vcf.VcfType;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.genolake.formats.vcf.VcfType.CHARACTER;
import static io.genolake.formats.vcf.VcfType.FLAG;
import static io.genolake.formats.vcf.VcfType.FLOAT;
import static io.genolake.formats.vcf.VcfType.INTEGER;
import static io.genolake.formats.vcf.VcfType.STRING;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

final class TestNestedFields
{
    @Test
    void testTypeOfOneDeclaration()
    {
        assertUnion(BIGINT, field("1", INTEGER));
        assertUnion(DOUBLE, field("1", FLOAT));
        assertUnion(VARCHAR, field("1", STRING));
        assertUnion(VARCHAR, field("1", CHARACTER));
        assertUnion(BOOLEAN, field("0", FLAG));
        for (String number : List.of("A", "R", "G", ".", "2", "P", "M", "LA", "LR", "LG")) {
            assertUnion(new ArrayType(BIGINT), field(number, INTEGER));
            assertUnion(new ArrayType(DOUBLE), field(number, FLOAT));
            assertUnion(new ArrayType(VARCHAR), field(number, STRING));
        }
    }

    @Test
    void testWidening()
    {
        assertUnion(BIGINT, field("1", INTEGER), field("1", INTEGER));
        assertUnion(DOUBLE, field("1", INTEGER), field("1", FLOAT));
        assertUnion(VARCHAR, field("1", INTEGER), field("1", STRING));
        assertUnion(VARCHAR, field("1", FLOAT), field("1", STRING));
        assertUnion(VARCHAR, field("1", INTEGER), field("1", FLOAT), field("1", CHARACTER));
    }

    @Test
    void testArrayWins()
    {
        assertUnion(new ArrayType(BIGINT), field("1", INTEGER), field("A", INTEGER));
        assertUnion(new ArrayType(DOUBLE), field("R", INTEGER), field("1", FLOAT));
        assertUnion(new ArrayType(VARCHAR), field("1", INTEGER), field(".", FLOAT), field("1", STRING));
    }

    @Test
    void testFlagAgainstAnythingElseIsText()
    {
        assertUnion(BOOLEAN, field("0", FLAG), field("0", FLAG));
        assertUnion(VARCHAR, field("0", FLAG), field("1", INTEGER));
        assertUnion(VARCHAR, field("0", FLAG), field("1", STRING));
        assertUnion(VARCHAR, field("0", FLAG), field("A", FLOAT));
        assertUnion(VARCHAR, field("0", FLAG), field("1", INTEGER), field("A", INTEGER));
    }

    @Test
    void testNamesThatDifferInCase()
    {
        NestedFields fields = NestedFields.union(List.of(
                List.of(named("AF"), named("DP"), named("af")),
                List.of(named("Af"), named("dp_2"), named("dp"))));
        assertThat(fields.keys()).containsExactly("AF", "DP", "af", "Af", "dp_2", "dp");
        assertThat(fields.fields()).extracting(NestedField::name).containsExactly("AF", "DP", "af_2", "Af_3", "dp_2", "dp_3");
        assertThat(fields.renamed()).extracting(NestedField::key).containsExactly("af", "Af", "dp");
    }

    @Test
    void testNamesThatAreNoIdentifiers()
    {
        NestedFields fields = NestedFields.union(List.of(List.of(named("1000G"), named("AF.x"), named("select"))));
        assertThat(fields.fields()).extracting(NestedField::name).containsExactly("1000G", "AF.x", "select");
        assertThat(fields.renamed()).isEmpty();
    }

    @Test
    void testFirstDescriptionCounts()
    {
        NestedFields fields = NestedFields.union(List.of(
                List.of(new VcfField("AF", "A", FLOAT, "first")),
                List.of(new VcfField("AF", "A", FLOAT, "second"))));
        assertThat(fields.fields().getFirst().description()).isEqualTo("first");
    }

    /**
     * The type does not depend on the order of the files.
     */
    private static void assertUnion(Type expected, VcfField... declarations)
    {
        for (List<VcfField> permutation : Collections2.permutations(ImmutableList.copyOf(declarations))) {
            List<Collection<VcfField>> headers = permutation.stream()
                    .<Collection<VcfField>>map(List::of)
                    .collect(toImmutableList());
            assertThat(NestedFields.union(headers).fields().getFirst().type().sqlType())
                    .as("union of %s", permutation)
                    .isEqualTo(expected);
        }
    }

    private static VcfField field(String number, VcfType type)
    {
        return new VcfField("KEY", number, type, "");
    }

    private static VcfField named(String id)
    {
        return new VcfField(id, "1", INTEGER, "");
    }
}
