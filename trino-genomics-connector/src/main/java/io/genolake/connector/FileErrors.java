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

import com.google.inject.Inject;
import io.airlift.log.Logger;
import io.genolake.connector.GenomicsConfig.HideFileNames;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.formats.MalformedFileException;
import io.trino.spi.ErrorCode;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.ErrorType;
import io.trino.spi.TrinoException;
import io.trino.spi.predicate.TupleDomain;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_CHANGED;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_SYSTEM_ERROR;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_MALFORMED_FILE;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_MALFORMED_INDEX;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_SCHEMA_MISMATCH;
import static io.genolake.connector.GenomicsErrorCode.fileSystemError;
import static io.genolake.connector.GenomicsErrorCode.malformed;
import static io.trino.spi.StandardErrorCode.GENERIC_INTERNAL_ERROR;
import static java.util.Objects.requireNonNull;

/**
 * What the user of a query is told of a file that fails it. A query that is limited to samples, as a row filter limits it, must not tell of the others:
 * unless the file's header shows these samples alone, its name, the place and the reason stay in the server's log, and the user gets an id
 * ({@link FileIds}). A condition of the user's own cannot be told from a row filter, and is treated alike. Where there is no access control,
 * {@code genomics.hide-file-names} says so, and errors name their files; where there are row filters on other columns, it says that none does.
 */
public final class FileErrors
{
    private static final Logger log = Logger.get(FileErrors.class);

    private final FileIds ids;
    private final HeaderCache headers;
    private final HideFileNames hideFileNames;

    @Inject
    public FileErrors(FileIds ids, HeaderCache headers, GenomicsConfig config)
    {
        this.ids = requireNonNull(ids, "ids is null");
        this.headers = requireNonNull(headers, "headers is null");
        hideFileNames = config.getHideFileNames();
    }

    /**
     * The error for a file that failed a scan.
     */
    public RuntimeException failure(GenomicsTableHandle table, LakeFile file, Throwable failure)
    {
        if (failure instanceof HiddenFileException e) {
            return e;
        }
        if (failure instanceof TrinoException e && e.getErrorCode().getType() == ErrorType.INSUFFICIENT_RESOURCES) {
            // of the query, and not of the file in whose scan it was noticed
            return e;
        }
        return isTold(table, ScanPredicate.of(table, TupleDomain.all()), headers.getIfPresent(file)) ? open(file, failure) : hidden(file, failure);
    }

    /**
     * A failure at a time when it is not known yet whose rows the query may see.
     */
    public RuntimeException planningFailure(LakeFile file, RuntimeException failure)
    {
        return hideFileNames.isOfLookups() ? hidden(file, failure) : open(file, failure);
    }

    /**
     * Whether the files of a scan may hold what the user of the query is not to know of, so that not all of their names and numbers are told.
     */
    public boolean mayHide(GenomicsTableHandle table)
    {
        return switch (hideFileNames) {
            case NEVER -> false;
            case LIMITED_QUERIES, LIMITED_QUERIES_AND_LOOKUPS -> table.isLimitedToSamples();
            case ALWAYS -> true;
        };
    }

    /**
     * Whether the name of a file is for the user of a query.
     *
     * @param predicate of the table alone, without dynamic filters: these are not what a row filter says
     * @param header of the file; empty if it is not known
     */
    public boolean isTold(GenomicsTableHandle table, ScanPredicate predicate, Optional<FileHeader> header)
    {
        if (!mayHide(table)) {
            return true;
        }
        if (hideFileNames == HideFileNames.ALWAYS) {
            // a condition on samples is the user's own, perhaps, and what is hidden are other rows of theirs
            return false;
        }
        return !predicate.isNone() && header.map(predicate::admitsAllSamples).orElse(false);
    }

    private static RuntimeException open(LakeFile file, Throwable failure)
    {
        return switch (failure) {
            case MalformedFileException e -> malformed(e);
            case IOException e -> fileSystemError(file.location(), e);
            case RuntimeException e -> e;
            default -> new IllegalStateException(failure);
        };
    }

    /**
     * Without a cause: the engine shows the messages of causes, too.
     */
    private TrinoException hidden(LakeFile file, Throwable failure)
    {
        RuntimeException known = open(file, failure);
        ErrorCode code = known instanceof TrinoException e ? e.getErrorCode() : GENERIC_INTERNAL_ERROR.toErrorCode();
        String id = ids.id(file.location());
        if (!Thread.currentThread().isInterrupted() && !(failure instanceof InterruptedIOException)) {
            // a scan that is stopped fails as well
            log.warn(known, "The file %s of the table failed a query that may not be told its name: %s", id, file.location());
        }
        return new HiddenFileException(
                code,
                "A file of the table %s. It may hold what the query is not to show, so that its name is not shown; an administrator finds it by its id %s (files.file_id, and the server's log)".formatted(what(code), id));
    }

    private static final class HiddenFileException
            extends TrinoException
    {
        private HiddenFileException(ErrorCode code, String message)
        {
            super(() -> code, message);
        }
    }

    private static String what(ErrorCode code)
    {
        if (is(code, GENOMICS_MALFORMED_FILE)) {
            return "is damaged, or of a format that is not read";
        }
        if (is(code, GENOMICS_MALFORMED_INDEX)) {
            return "has an index that cannot be used";
        }
        if (is(code, GENOMICS_FILE_CHANGED)) {
            return "has changed or is gone";
        }
        if (is(code, GENOMICS_SCHEMA_MISMATCH)) {
            return "declares other fields than the table has";
        }
        return is(code, GENOMICS_FILE_SYSTEM_ERROR) ? "cannot be read from its store" : "cannot be read";
    }

    private static boolean is(ErrorCode code, ErrorCodeSupplier supplier)
    {
        return code.getCode() == supplier.toErrorCode().getCode();
    }
}
