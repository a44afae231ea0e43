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
package io.genolake.formats.vcf;

import io.genolake.formats.text.Bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Tells what a file is that was taken for VCF.
 */
final class VcfImpostor
{
    private VcfImpostor() {}

    /**
     * @param bytes the decoded bytes at the start of the file
     */
    static String describe(byte[] bytes, int start, int end)
    {
        if (startsWith(bytes, start, end, "BAM\u0001")) {
            return "BAM";
        }
        if (startsWith(bytes, start, end, "BCF")) {
            return "BCF";
        }
        if (startsWith(bytes, start, end, "CRAM")) {
            return "CRAM";
        }
        if (startsWith(bytes, start, end, "TBI\u0001") || startsWith(bytes, start, end, "CSI\u0001")) {
            return "an index";
        }
        if (startsWith(bytes, start, end, "\u001F\u008B")) {
            return "compressed twice";
        }
        if (startsWith(bytes, start, end, "PK\u0003\u0004")) {
            return "a ZIP archive";
        }
        if (startsWith(bytes, start, end, "\u00EF\u00BB\u00BF#")) {
            return "VCF with a byte order mark before it";
        }
        if (startsWith(bytes, start, end, "\u00FF\u00FE") || startsWith(bytes, start, end, "\u00FE\u00FF")) {
            return "text in UTF-16";
        }
        if (startsWith(bytes, start, end, "@HD\t") || startsWith(bytes, start, end, "@SQ\t")) {
            return "SAM";
        }
        if (startsWith(bytes, start, end, ">")) {
            return "FASTA";
        }
        if (startsWith(bytes, start, end, "<") || startsWith(bytes, start, end, "{")) {
            return "XML, HTML or JSON";
        }
        int lineEnd = Bytes.indexOf(bytes, start, end, '\n');
        for (int position = start; position < lineEnd; position++) {
            if (bytes[position] >= 0 && bytes[position] < ' ' && bytes[position] != '\t' && bytes[position] != '\r') {
                return "binary";
            }
        }
        return Bytes.count(bytes, start, lineEnd, '\t') >= VcfColumns.FIXED - 1 ? "VCF without its header" : "other text";
    }

    private static boolean startsWith(byte[] bytes, int start, int end, String prefix)
    {
        return Bytes.startsWith(bytes, start, end, prefix.getBytes(ISO_8859_1));
    }
}
