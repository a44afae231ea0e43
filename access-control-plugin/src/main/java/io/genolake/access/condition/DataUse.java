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
package io.genolake.access.condition;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

/**
 * GA4GH Data Use Ontology: whether the consent of a sample allows a purpose. Anything that is not understood is not allowed.
 * <p>
 * A consent is codes with blanks between: exactly one permission ({@code GRU}, {@code HMB}, {@code DS:disease}, {@code POA}, or the DUO
 * identifiers of these) and the modifier {@code NPU} (not for profit use only). A purpose is exactly one of the same permissions, and
 * {@code for-profit} where it is. General research (GRU) includes health (HMB), which includes a disease (DS); ancestry research (POA) is
 * allowed by GRU and POA.
 */
final class DataUse
{
    private static final Splitter CODES = Splitter.on(' ').omitEmptyStrings();
    private static final Map<String, String> IDENTIFIERS = ImmutableMap.of(
            "DUO:0000042", "GRU",
            "DUO:0000006", "HMB",
            "DUO:0000011", "POA",
            "DUO:0000045", "NPU",
            "DUO:0000018", "NPU");
    private static final String DISEASE = "DS:";
    private static final String DISEASE_IDENTIFIER = "DUO:0000007:";

    private DataUse() {}

    static boolean allows(String consent, String purpose)
    {
        Set<String> consented = codes(consent);
        Set<String> asked = codes(purpose);
        boolean forProfit = asked.contains("for-profit");
        boolean notForProfit = consented.contains("NPU");
        Optional<String> permission = permission(consented, "NPU");
        Optional<String> use = permission(asked, "for-profit");
        if (permission.isEmpty() || use.isEmpty() || (forProfit && notForProfit)) {
            return false;
        }
        return permits(permission.orElseThrow(), use.orElseThrow());
    }

    private static boolean permits(String permission, String use)
    {
        if (permission.startsWith(DISEASE)) {
            // Subclasses of a disease are not known here: the same one only
            return permission.equals(use);
        }
        return switch (permission) {
            case "GRU" -> true;
            case "HMB" -> use.equals("HMB") || use.startsWith(DISEASE);
            case "POA" -> use.equals("POA");
            default -> false;
        };
    }

    private static Set<String> codes(String text)
    {
        return CODES.splitToStream(text)
                .map(code -> code.startsWith(DISEASE_IDENTIFIER) ? DISEASE + code.substring(DISEASE_IDENTIFIER.length()) : IDENTIFIERS.getOrDefault(code, code))
                .collect(toImmutableSet());
    }

    /**
     * The one permission code, if everything else is the modifier.
     */
    private static Optional<String> permission(Set<String> codes, String modifier)
    {
        Set<String> permissions = new HashSet<>(codes);
        permissions.remove(modifier);
        if (permissions.size() != 1) {
            return Optional.empty();
        }
        String permission = permissions.iterator().next();
        boolean known = ImmutableSet.of("GRU", "HMB", "POA").contains(permission) || (permission.startsWith(DISEASE) && permission.length() > DISEASE.length());
        return known ? Optional.of(permission) : Optional.empty();
    }
}
