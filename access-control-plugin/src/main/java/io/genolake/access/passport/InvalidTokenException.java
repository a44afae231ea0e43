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
package io.genolake.access.passport;

import static java.util.Objects.requireNonNull;

/**
 * A passport or visa that counts for nothing. The reason is of a fixed list: it never repeats what the token says.
 */
final class InvalidTokenException
        extends Exception
{
    private final Reason reason;

    enum Reason
    {
        TOO_LARGE("it is too large"),
        MALFORMED("it is malformed"),
        WRONG_TYPE("its type is another"),
        ALGORITHM_NOT_ALLOWED("its algorithm is neither ES256 nor RS256"),
        KEY_IN_HEADER("its header brings a key"),
        UNTRUSTED_ISSUER("its issuer is not trusted"),
        UNKNOWN_KEY("its key is not known"),
        BAD_SIGNATURE("its signature is wrong"),
        OTHER_AUDIENCE("it is for another audience"),
        NOT_VALID_NOW("it has expired or is not valid yet"),
        OTHER_USER("it is not bound to the user"),
        UNTRUSTED_SOURCE("its source is not trusted"),
        OTHER_SUBJECT("it is of another subject"),
        CONDITIONS_NOT_MET("its conditions are not met");

        private final String text;

        Reason(String text)
        {
            this.text = requireNonNull(text, "text is null");
        }

        String text()
        {
            return text;
        }
    }

    InvalidTokenException(Reason reason)
    {
        super(reason.text(), null, false, false);
        this.reason = requireNonNull(reason, "reason is null");
    }

    Reason reason()
    {
        return reason;
    }
}
