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
package io.genolake.formats;

import static java.util.Objects.requireNonNull;

/**
 * A file is not what it should be. The message names the file, the place in it, what is wrong there and what to do,
 * and is fit to be shown to a user.
 * <p>
 * Unchecked, because columns are decoded lazily, deep inside an engine that knows nothing of files.
 */
public class MalformedFileException
        extends RuntimeException
{
    /**
     * How much of the file is lost with the error.
     */
    public enum Scope
    {
        /**
         * The file, or the rest of it from here on, cannot be read.
         */
        FILE,
        /**
         * One record cannot be read, the next one can.
         */
        RECORD,
        /**
         * One field of a record cannot be read, the others can.
         */
        VALUE,
        /**
         * The index cannot be used, the file itself may be sound.
         */
        INDEX,
    }

    private final Scope scope;
    private final String location;
    private final String place;
    private final String reason;

    /**
     * @param scope how much of the file is lost
     * @param location the file, as the user knows it
     * @param place where in the file: a line, a virtual offset (see {@code VirtualOffset.toString}), a header line; may be empty
     * @param reason what is wrong there
     * @param remedy what the user can do about it
     */
    public MalformedFileException(Scope scope, String location, String place, String reason, String remedy)
    {
        this(scope, location, place, reason, remedy, null);
    }

    public MalformedFileException(Scope scope, String location, String place, String reason, String remedy, Throwable cause)
    {
        super("%s%s: %s. %s".formatted(location, place.isEmpty() ? "" : " at " + place, reason, remedy), cause);
        this.scope = requireNonNull(scope, "scope is null");
        this.location = requireNonNull(location, "location is null");
        this.place = requireNonNull(place, "place is null");
        this.reason = requireNonNull(reason, "reason is null");
    }

    public Scope scope()
    {
        return scope;
    }

    public String location()
    {
        return location;
    }

    public String place()
    {
        return place;
    }

    public String reason()
    {
        return reason;
    }
}
