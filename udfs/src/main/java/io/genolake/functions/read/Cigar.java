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
package io.genolake.functions.read;

import io.airlift.slice.Slice;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;

/**
 * Goes through the operations of a CIGAR (SAM specification, section 1.4.6). A {@code *} has none.
 */
final class Cigar
{
    private static final long MAX_LENGTH = Integer.MAX_VALUE;

    private final String function;
    private final Slice text;
    private int position;
    private long length;
    private byte operation;

    Cigar(String function, Slice text)
    {
        this.function = function;
        this.text = text;
        if (text.length() == 0) {
            throw malformed();
        }
        if (text.length() == 1 && text.getByte(0) == '*') {
            position = 1;
        }
    }

    /**
     * Goes to the next operation, if there is one.
     */
    boolean next()
    {
        if (position == text.length()) {
            return false;
        }
        int start = position;
        length = 0;
        while (position < text.length() && text.getByte(position) >= '0' && text.getByte(position) <= '9' && length <= MAX_LENGTH) {
            length = length * 10 + text.getByte(position) - '0';
            position++;
        }
        if (position == start || position == text.length() || length > MAX_LENGTH) {
            throw malformed();
        }
        operation = text.getByte(position);
        position++;
        switch (operation) {
            case 'M', 'I', 'D', 'N', 'S', 'H', 'P', '=', 'X' -> {}
            default -> throw malformed();
        }
        return true;
    }

    long length()
    {
        return length;
    }

    byte operation()
    {
        return operation;
    }

    /**
     * The place of the operation in the text, its length not included.
     */
    int operationPosition()
    {
        return position - 1;
    }

    boolean consumesReference()
    {
        return switch (operation) {
            case 'M', 'D', 'N', '=', 'X' -> true;
            default -> false;
        };
    }

    boolean consumesQuery()
    {
        return switch (operation) {
            case 'M', 'I', 'S', '=', 'X' -> true;
            default -> false;
        };
    }

    private RuntimeException malformed()
    {
        return invalid("%s: %s is not a CIGAR such as 5S95M", function, shown(text));
    }
}
