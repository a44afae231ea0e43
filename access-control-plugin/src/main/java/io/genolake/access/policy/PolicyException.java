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
package io.genolake.access.policy;

import static java.util.Objects.requireNonNull;

/**
 * A policy that cannot be used: where it is wrong, and what to do. The message never repeats a value, which may be a secret.
 */
public final class PolicyException
        extends RuntimeException
{
    private final String file;
    private final int line;
    private final String reason;
    private final String remedy;

    /**
     * @param file name of the file within the policy directory
     * @param line from 1; 0 if the whole file is meant
     */
    public PolicyException(String file, int line, String reason, String remedy)
    {
        super("%s%s: %s. %s".formatted(file, line > 0 ? ", line " + line : "", reason, remedy));
        this.file = requireNonNull(file, "file is null");
        this.line = line;
        this.reason = requireNonNull(reason, "reason is null");
        this.remedy = requireNonNull(remedy, "remedy is null");
    }

    public String file()
    {
        return file;
    }

    public int line()
    {
        return line;
    }

    public String reason()
    {
        return reason;
    }

    public String remedy()
    {
        return remedy;
    }
}
