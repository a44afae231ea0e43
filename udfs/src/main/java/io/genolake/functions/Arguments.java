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
package io.genolake.functions;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.lang.Math.min;

/**
 * Says what is wrong with an argument of a function.
 */
public final class Arguments
{
    private static final int MAX_SHOWN = 50;

    private Arguments() {}

    public static TrinoException invalid(String format, Object... arguments)
    {
        return new TrinoException(INVALID_FUNCTION_ARGUMENT, format.formatted(arguments));
    }

    /**
     * A value in quotes, shortened to what a message can bear.
     */
    public static String shown(Slice value)
    {
        String text = value.slice(0, min(value.length(), MAX_SHOWN)).toStringUtf8();
        return "'" + text + (value.length() > MAX_SHOWN ? "..." : "") + "'";
    }

    /**
     * A byte as the character that it is, or by its number where it cannot be shown.
     */
    public static String shown(byte value)
    {
        return value > ' ' && value < 0x7F ? "'" + (char) value + "'" : "0x%02X".formatted(value & 0xFF);
    }
}
