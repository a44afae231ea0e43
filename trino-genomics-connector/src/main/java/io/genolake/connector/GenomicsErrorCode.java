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

import com.google.common.base.Throwables;
import io.genolake.formats.MalformedFileException;
import io.trino.spi.ErrorCode;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.ErrorType;
import io.trino.spi.TrinoException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Objects;

import static io.trino.spi.ErrorType.EXTERNAL;
import static io.trino.spi.ErrorType.USER_ERROR;
import static java.util.stream.Collectors.joining;

/**
 * What can go wrong with the files of a lake. Numbers are never used again for something else.
 */
public enum GenomicsErrorCode
        implements ErrorCodeSupplier
{
    /**
     * A file is not what it should be: truncated, corrupt, or of another format.
     */
    GENOMICS_MALFORMED_FILE(0, EXTERNAL),
    /**
     * An index is not its file's, or cannot be read.
     */
    GENOMICS_MALFORMED_INDEX(1, EXTERNAL),
    /**
     * The file system failed.
     */
    GENOMICS_FILE_SYSTEM_ERROR(2, EXTERNAL),
    /**
     * A file is gone, or is another one, since it was listed.
     */
    GENOMICS_FILE_CHANGED(3, EXTERNAL),
    /**
     * The folders of the lake cannot be shown as schemas.
     */
    GENOMICS_AMBIGUOUS_SCHEMA(4, USER_ERROR),
    /**
     * A file has a key or a type that the files which were looked at for the table's columns did not have.
     */
    GENOMICS_SCHEMA_MISMATCH(5, USER_ERROR),
    /**
     * A file is of a format that cannot be read.
     */
    GENOMICS_UNSUPPORTED_FORMAT(6, EXTERNAL),
    /**
     * A project has no snapshot of a name or at a time.
     */
    GENOMICS_SNAPSHOT_NOT_FOUND(7, USER_ERROR),
    /**
     * The manifest of a snapshot is not what it should be.
     */
    GENOMICS_MALFORMED_SNAPSHOT(8, EXTERNAL),
    /**/;

    private static final int MAX_CAUSES = 4;

    private final ErrorCode errorCode;

    GenomicsErrorCode(int code, ErrorType type)
    {
        errorCode = new ErrorCode(code + 0x6E0_0000, name(), type);
    }

    @Override
    public ErrorCode toErrorCode()
    {
        return errorCode;
    }

    /**
     * The error that a user gets for a file that is not what it should be.
     */
    public static TrinoException malformed(MalformedFileException e)
    {
        GenomicsErrorCode code = switch (e.scope()) {
            case INDEX -> GENOMICS_MALFORMED_INDEX;
            case FILE, RECORD, VALUE -> GENOMICS_MALFORMED_FILE;
        };
        return new TrinoException(code, e.getMessage(), e);
    }

    /**
     * The error that a user gets when the file system fails on a file.
     */
    public static TrinoException fileSystemError(String location, IOException e)
    {
        if (e instanceof FileNotFoundException) {
            return new TrinoException(GENOMICS_FILE_CHANGED, "%s: the file is gone since it was listed. Run the query again".formatted(location), e);
        }
        return new TrinoException(GENOMICS_FILE_SYSTEM_ERROR, "%s: cannot be read: %s".formatted(location, messages(e)), e);
    }

    /**
     * What failed and why: that a store's endpoint cannot be reached is told by a cause, not by what failed for it.
     */
    private static String messages(Throwable failure)
    {
        return Throwables.getCausalChain(failure).stream()
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .distinct()
                .limit(MAX_CAUSES)
                .collect(joining(": "));
    }
}
