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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;

/**
 * What became of a file between two versions of its project. One of the two is there.
 *
 * @param location where it is
 */
public record FileChange(String location, Optional<SnapshotFile> before, Optional<SnapshotFile> after)
{
    /**
     * What became of it.
     */
    public enum Kind
    {
        ADDED,
        REMOVED,
        CHANGED,
    }

    public FileChange
    {
        requireNonNull(location, "location is null");
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
        checkArgument(before.isPresent() || after.isPresent(), "a file that is in neither version: %s", location);
    }

    public Kind kind()
    {
        if (before.isEmpty()) {
            return Kind.ADDED;
        }
        return after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
    }

    /**
     * The files that are not the same in two versions, in the order of their paths.
     *
     * @param folder location of the project's folder, with a slash at its end
     */
    public static List<FileChange> between(String folder, List<SnapshotFile> before, List<SnapshotFile> after)
    {
        Map<String, SnapshotFile> old = byPath(before);
        Map<String, SnapshotFile> current = byPath(after);
        TreeSet<String> paths = new TreeSet<>(old.keySet());
        paths.addAll(current.keySet());
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            FileChange change = new FileChange(folder + path, Optional.ofNullable(old.get(path)), Optional.ofNullable(current.get(path)));
            if (change.kind() != Kind.CHANGED || !isSame(old.get(path), current.get(path))) {
                changes.add(change);
            }
        }
        return changes;
    }

    private static Map<String, SnapshotFile> byPath(List<SnapshotFile> files)
    {
        return files.stream()
                .collect(toImmutableMap(SnapshotFile::path, identity()));
    }

    /**
     * A digest that only one of them has says nothing.
     */
    private static boolean isSame(SnapshotFile before, SnapshotFile after)
    {
        return before.size() == after.size()
                && before.modified().equals(after.modified())
                && !differ(headerDigest(before), headerDigest(after))
                && !differ(before.contentDigest(), after.contentDigest());
    }

    private static boolean differ(Optional<String> left, Optional<String> right)
    {
        return left.isPresent() && right.isPresent() && !left.equals(right);
    }

    static Optional<String> headerDigest(SnapshotFile file)
    {
        return file.header().flatMap(HeaderSummary::digest);
    }
}
