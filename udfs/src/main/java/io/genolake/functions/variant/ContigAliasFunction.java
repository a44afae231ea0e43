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
package io.genolake.functions.variant;

import com.google.common.collect.ImmutableMap;
import io.airlift.slice.Slice;
import io.genolake.formats.region.ContigCode;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;

/**
 * Table names are the same over many rows: the last one stays translated. An instance serves one driver.
 */
@ScalarFunction("contig_alias")
@Description("The name of a contig in a style: ucsc (chr1, chrM), ensembl (1, MT), refseq_grch37, refseq_grch38 or refseq_chm13 (NC_000001.11); a name without an alias stays as it is")
public final class ContigAliasFunction
{
    private static final int MITOCHONDRION = 25;
    private static final int FIRST_CHM13_ACCESSION = 60925;
    // the versions of NC_000001 to NC_000024
    private static final int[] GRCH37_VERSIONS = {10, 11, 11, 11, 9, 11, 13, 10, 11, 10, 9, 11, 10, 8, 9, 9, 10, 9, 9, 10, 8, 10, 10, 9};
    private static final int[] GRCH38_VERSIONS = {11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10};

    // chrUn_GL000220v1 and chr1_KI270706v1_random of hg38 are named after the accessions by which Ensembl knows them
    private static final Pattern UCSC_ACCESSION = Pattern.compile("chr[0-9A-Za-z]+_([A-Z]+[0-9]+)v([0-9]+)(_random|_alt|_fix)?");
    private static final Pattern NUMBER_OR_SEX = Pattern.compile("[0-9]{1,4}|[WXYZ]");

    private static final Map<String, Style> STYLES = ImmutableMap.of(
            "ucsc", Style.UCSC,
            "ensembl", Style.ENSEMBL,
            "ncbi", Style.ENSEMBL,
            "refseq_grch37", Style.REFSEQ_GRCH37,
            "refseq_grch38", Style.REFSEQ_GRCH38,
            "refseq_chm13", Style.REFSEQ_CHM13);

    private Slice lastChrom;
    private Slice lastStyle;
    private Slice lastAlias;

    private enum Style
    {
        UCSC, ENSEMBL, REFSEQ_GRCH37, REFSEQ_GRCH38, REFSEQ_CHM13,
    }

    @SqlType(StandardTypes.VARCHAR)
    public Slice contigAlias(
            @Name("chrom") @SqlType(StandardTypes.VARCHAR) Slice chrom,
            @Name("style") @SqlType(StandardTypes.VARCHAR) Slice style)
    {
        if (!chrom.equals(lastChrom) || !style.equals(lastStyle)) {
            Style parsed = STYLES.get(style.toStringUtf8().toLowerCase(Locale.ENGLISH));
            if (parsed == null) {
                throw invalid("contig_alias: style %s is none of ucsc, ensembl, ncbi, refseq_grch37, refseq_grch38 and refseq_chm13", shown(style));
            }
            lastAlias = alias(chrom, parsed);
            lastChrom = chrom.copy();
            lastStyle = style.copy();
        }
        return lastAlias;
    }

    private static Slice alias(Slice chrom, Style style)
    {
        int start = chrom.byteArrayOffset();
        int code = ContigCode.of(chrom.byteArray(), start, start + chrom.length());
        if (ContigCode.isHuman(code)) {
            return switch (style) {
                case UCSC -> utf8Slice("chr" + symbol(code, "M"));
                case ENSEMBL -> utf8Slice(symbol(code, "MT"));
                case REFSEQ_GRCH37 -> utf8Slice(accession(code, GRCH37_VERSIONS));
                case REFSEQ_GRCH38 -> utf8Slice(accession(code, GRCH38_VERSIONS));
                // the mitochondrion of CHM13 is in no RefSeq assembly
                case REFSEQ_CHM13 -> code == MITOCHONDRION ? chrom.copy() : utf8Slice("NC_%06d.1".formatted(FIRST_CHM13_ACCESSION + code - 1));
            };
        }
        String name = chrom.toStringUtf8();
        if (style == Style.UCSC && NUMBER_OR_SEX.matcher(name).matches()) {
            return utf8Slice("chr" + name);
        }
        if (style == Style.ENSEMBL) {
            if (name.startsWith("chr") && NUMBER_OR_SEX.matcher(name).region(3, name.length()).matches()) {
                return utf8Slice(name.substring(3));
            }
            Matcher accession = UCSC_ACCESSION.matcher(name);
            if (accession.matches()) {
                return utf8Slice(accession.group(1) + "." + accession.group(2));
            }
        }
        return chrom.copy();
    }

    private static String symbol(int code, String mitochondrion)
    {
        return switch (code) {
            case 23 -> "X";
            case 24 -> "Y";
            case MITOCHONDRION -> mitochondrion;
            default -> String.valueOf(code);
        };
    }

    private static String accession(int code, int[] versions)
    {
        return code == MITOCHONDRION ? "NC_012920.1" : "NC_%06d.%s".formatted(code, versions[code - 1]);
    }
}
