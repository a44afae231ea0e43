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
package io.genolake.access.enforce;

import io.genolake.access.decision.ColumnDecision;
import io.genolake.access.policy.MaskKind;
import io.genolake.access.policy.TypeGroup;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import java.util.Optional;

import static io.genolake.access.enforce.SqlText.identifier;
import static io.genolake.access.enforce.SqlText.literal;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TinyintType.TINYINT;
import static java.util.Objects.requireNonNull;

/**
 * Masks as expressions of exactly the column's type that fail on no value. A mask that a type does not have is NULL.
 */
final class MaskSql
{
    /**
     * What a pseudonym is at most: 26 characters
     */
    private static final int PSEUDONYM_LENGTH = 26;
    private static final int AGE_BAND_YEARS = 5;
    private static final int AGE_BAND_LENGTH = 5;
    private static final int ZIP3_LENGTH = 3;
    private static final int POSITION_BIN_WIDTH = 10_000;

    private final AccessCatalog catalog;

    /**
     * @param catalog the catalog of the keyed functions; without one, or the key in it, a pseudonym is NULL
     */
    MaskSql(AccessCatalog catalog)
    {
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    static TypeGroup group(Type type)
    {
        if (type instanceof VarcharType || type instanceof CharType || (type instanceof ArrayType array && array.getElementType() instanceof VarcharType)) {
            return TypeGroup.STRING;
        }
        if (type instanceof DateType || type instanceof TimestampType || type instanceof TimestampWithTimeZoneType) {
            return TypeGroup.DATE;
        }
        if (isWhole(type) || type instanceof DoubleType || type instanceof RealType || type instanceof DecimalType) {
            return TypeGroup.NUMBER;
        }
        return TypeGroup.OTHER;
    }

    /**
     * @param subject the column that says whose a row is, by which dates are shifted
     * @param guard a filter outside of which the value is NULL
     * @return empty if the value is shown as it is
     */
    Optional<String> mask(String column, Type type, ColumnDecision decision, Optional<String> subject, Optional<String> guard)
    {
        String name = identifier(column);
        if (decision.mask() == MaskKind.NONE) {
            return guard.map(filter -> guarded(filter, name));
        }
        String masked = expression(name, type, decision, subject).orElseGet(() -> nothing(name));
        return Optional.of(guard.map(filter -> guarded(filter, masked)).orElse(masked));
    }

    private static String guarded(String filter, String expression)
    {
        return "IF(" + filter + ", " + expression + ")";
    }

    /**
     * NULL of the type of the column, whatever that is.
     */
    private static String nothing(String name)
    {
        return "IF(false, " + name + ")";
    }

    private Optional<String> expression(String name, Type type, ColumnDecision decision, Optional<String> subject)
    {
        if (type instanceof ArrayType array && array.getElementType() instanceof VarcharType element) {
            return text("element", element, decision).map(expression -> "transform(" + name + ", element -> " + expression + ")");
        }
        if (type instanceof VarcharType varchar) {
            return text(name, varchar, decision);
        }
        return switch (decision.mask()) {
            case YEAR -> group(type) == TypeGroup.DATE ? Optional.of(cast("date_trunc('year', " + name + ")", type)) : Optional.empty();
            case GENERALISE -> generalised(name, type);
            case POSITION_BIN -> isWhole(type) ? catalog.name().map(functions -> cast(call(functions, AccessCatalog.OPEN_SCHEMA, "position_bin", cast(name, BIGINT), Integer.toString(POSITION_BIN_WIDTH)), type)) : Optional.empty();
            case DATE_SHIFT -> group(type) == TypeGroup.DATE ? shifted(name, type, decision, subject) : Optional.empty();
            // The first year of the band; from 90 on all are one
            case AGE_BAND -> isWhole(type) ? Optional.of(cast("CASE WHEN %1$s >= 90 THEN 90 WHEN %1$s >= 0 THEN %1$s - %1$s %% %2$s END".formatted(name, AGE_BAND_YEARS), type)) : Optional.empty();
            case NONE, SHOW_LAST_4, ZIP3, TOKEN, PSEUDONYM, REPLACE_WITH_NULL, DENY -> Optional.empty();
        };
    }

    /**
     * Only dates of four-digit years: arithmetic fails on none of them.
     */
    private Optional<String> shifted(String name, Type type, ColumnDecision decision, Optional<String> subject)
    {
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        return keyed(decision).map(key -> "CASE WHEN year(%s) BETWEEN 1 AND 9998 THEN %s END".formatted(
                name,
                cast("date_add('day', %s, %s)".formatted(
                        call(catalog.name().orElseThrow(), AccessCatalog.FUNCTION_SCHEMA, "shift_days", key, "CAST(" + identifier(subject.orElseThrow()) + " AS varchar)"),
                        name), type)));
    }

    /**
     * @return the name of the key as a literal; empty if there is no catalog of functions, or no such key in it
     */
    private Optional<String> keyed(ColumnDecision decision)
    {
        return catalog.name().isEmpty() ? Optional.empty() : decision.key().filter(catalog.keys()::contains).map(SqlText::literal);
    }

    private static String call(String catalog, String schema, String function, String... arguments)
    {
        return "%s.%s.%s(%s)".formatted(identifier(catalog), schema, function, String.join(", ", arguments));
    }

    private static Optional<String> generalised(String name, Type type)
    {
        if (group(type) == TypeGroup.DATE) {
            return Optional.of(cast("date_trunc('year', " + name + ")", type));
        }
        if (isWhole(type)) {
            // Towards zero, so that it is in the range of the type
            return Optional.of(cast(name + " - " + name + " % 10", type));
        }
        if (type instanceof DoubleType || type instanceof RealType) {
            // A large number has no digits after its tens to lose, and would be shown whole
            return Optional.of(cast("CASE WHEN abs(" + name + ") < 1000000 THEN floor(" + name + " / 10) * 10 END", type));
        }
        return Optional.empty();
    }

    private Optional<String> text(String name, VarcharType type, ColumnDecision decision)
    {
        return switch (decision.mask()) {
            // A short text would be shown almost whole
            case SHOW_LAST_4 -> Optional.of(cast("CASE WHEN length(" + name + ") >= 8 THEN concat('****', substr(" + name + ", -4)) WHEN " + name + " IS NOT NULL THEN '****' END", type));
            case GENERALISE -> Optional.of(cast("CASE WHEN length(" + name + ") >= 5 THEN substr(" + name + ", 1, 3) END", type));
            case PSEUDONYM -> fits(type, PSEUDONYM_LENGTH) ? keyed(decision).map(key -> cast(call(catalog.name().orElseThrow(), AccessCatalog.FUNCTION_SCHEMA, "pseudonym", key, "CAST(" + name + " AS varchar)"), type)) : Optional.empty();
            // A token is longer than its value
            case TOKEN -> type.isUnbounded() ? keyed(decision).map(key -> call(catalog.name().orElseThrow(), AccessCatalog.FUNCTION_SCHEMA, "token", key, name)) : Optional.empty();
            case ZIP3 -> fits(type, ZIP3_LENGTH) ? catalog.name().map(functions -> cast(call(functions, AccessCatalog.OPEN_SCHEMA, "zip3", "CAST(" + name + " AS varchar)"), type)) : Optional.empty();
            case AGE_BAND -> fits(type, AGE_BAND_LENGTH) ? catalog.name().map(functions -> cast(call(functions, AccessCatalog.OPEN_SCHEMA, "age_band", "TRY_CAST(" + name + " AS bigint)", Integer.toString(AGE_BAND_YEARS)), type)) : Optional.empty();
            case NONE, YEAR, POSITION_BIN, DATE_SHIFT, REPLACE_WITH_NULL, DENY -> Optional.empty();
        };
    }

    private static boolean fits(VarcharType type, int length)
    {
        return type.getLength().orElse(Integer.MAX_VALUE) >= length;
    }

    private static boolean isWhole(Type type)
    {
        return type.equals(BIGINT) || type.equals(INTEGER) || type.equals(SMALLINT) || type.equals(TINYINT);
    }

    private static String cast(String expression, Type type)
    {
        return "CAST(" + expression + " AS " + type.getDisplayName() + ")";
    }
}
