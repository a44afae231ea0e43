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
package io.genolake.connector.snapshot;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.PointerType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

import static io.trino.spi.StandardErrorCode.INVALID_ARGUMENTS;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.type.DateTimeEncoding.unpackMillisUtc;
import static io.trino.spi.type.Timestamps.MICROSECONDS_PER_SECOND;
import static io.trino.spi.type.Timestamps.NANOSECONDS_PER_MICROSECOND;
import static java.lang.Math.floorDiv;
import static java.lang.Math.floorMod;
import static java.lang.Math.toIntExact;
import static java.time.ZoneOffset.UTC;

/**
 * What stands after {@code FOR VERSION AS OF} and {@code FOR TIMESTAMP AS OF}.
 */
public final class VersionPointer
{
    private VersionPointer() {}

    public static String name(ConnectorTableVersion version)
    {
        if (!(version.getVersionType() instanceof VarcharType)) {
            throw new TrinoException(INVALID_ARGUMENTS, "A version is a name, as text, and not %s".formatted(version.getVersionType().getDisplayName()));
        }
        return ((Slice) version.getVersion()).toStringUtf8();
    }

    /**
     * The ref of a lake whose versions are those of lakeFS.
     */
    public static String ref(ConnectorTableVersion version)
    {
        if (version.getPointerType() != PointerType.TARGET_ID) {
            throw new TrinoException(NOT_SUPPORTED, "The versions of this lake are the refs of lakeFS, which are not looked up by time. Name a branch, a tag or a commit with FOR VERSION AS OF");
        }
        return name(version);
    }

    /**
     * A date is the beginning of its day; what has no time zone is in that of the session.
     */
    public static Instant time(ConnectorSession session, ConnectorTableVersion version)
    {
        ZoneId zone = session.getTimeZoneKey().getZoneId();
        Type type = version.getVersionType();
        return switch (type) {
            case DateType _ -> LocalDate.ofEpochDay((long) version.getVersion()).atStartOfDay(zone).toInstant();
            case TimestampType timestamp -> {
                long micros = timestamp.isShort() ? (long) version.getVersion() : ((LongTimestamp) version.getVersion()).getEpochMicros();
                int nanos = toIntExact(floorMod(micros, MICROSECONDS_PER_SECOND) * NANOSECONDS_PER_MICROSECOND);
                yield LocalDateTime.ofEpochSecond(floorDiv(micros, MICROSECONDS_PER_SECOND), nanos, UTC).atZone(zone).toInstant();
            }
            case TimestampWithTimeZoneType timestamp -> Instant.ofEpochMilli(timestamp.isShort()
                    ? unpackMillisUtc((long) version.getVersion())
                    : ((LongTimestampWithTimeZone) version.getVersion()).getEpochMillis());
            default -> throw new TrinoException(INVALID_ARGUMENTS, "A time is a date or a timestamp, and not %s".formatted(type.getDisplayName()));
        };
    }
}
