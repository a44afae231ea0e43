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
package io.genolake.access.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * The name of an audit file.
 *
 * @param day the day (UTC) on which its lines were written
 * @param part from 0, one more whenever a file was full
 */
record AuditFileName(LocalDate day, int part)
        implements Comparable<AuditFileName>
{
    private static final Pattern PATTERN = Pattern.compile("audit-(\\d{4}-\\d{2}-\\d{2})(?:\\.([1-9]\\d{0,8}))?\\.jsonl");
    private static final Comparator<AuditFileName> ORDER = Comparator.comparing(AuditFileName::day).thenComparingInt(AuditFileName::part);

    AuditFileName
    {
        requireNonNull(day, "day is null");
    }

    static Optional<AuditFileName> parse(String name)
    {
        Matcher matcher = PATTERN.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AuditFileName(LocalDate.parse(matcher.group(1)), matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2))));
        }
        catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /**
     * The audit files of a directory, the oldest first; none if there is no such directory.
     */
    static List<AuditFileName> list(Path directory)
            throws IOException
    {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> parse(file.getFileName().toString()))
                    .flatMap(Optional::stream)
                    .sorted()
                    .collect(toImmutableList());
        }
        catch (NoSuchFileException _) {
            return List.of();
        }
    }

    @Override
    public int compareTo(AuditFileName other)
    {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString()
    {
        return part == 0 ? "audit-%s.jsonl".formatted(day) : "audit-%s.%s.jsonl".formatted(day, part);
    }
}
