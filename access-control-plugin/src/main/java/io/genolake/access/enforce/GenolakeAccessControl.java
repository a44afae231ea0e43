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
package io.genolake.access.enforce;

import io.airlift.log.Logger;
import io.genolake.access.audit.AuditLog;
import io.trino.spi.eventlistener.EventListener;
import io.trino.spi.eventlistener.QueryCompletedEvent;
import io.trino.spi.security.AccessDeniedException;
import io.trino.spi.security.SystemAccessControl;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * The access control: every method of the SPI is looked up in one table of decisions ({@link AccessGates}). One that is not in the table, such as
 * a method of a later SPI, is denied, and so is one whose decision fails. A denial is worded by the SPI's own default, which denies.
 */
public final class GenolakeAccessControl
        implements InvocationHandler
{
    private static final Logger log = Logger.get(GenolakeAccessControl.class);

    private final Map<String, AccessGate> gates;
    private final List<EventListener> eventListeners;
    private final Runnable shutdown;

    private GenolakeAccessControl(Map<String, AccessGate> gates, List<EventListener> eventListeners, Runnable shutdown)
    {
        this.gates = Map.copyOf(gates);
        this.eventListeners = List.copyOf(eventListeners);
        this.shutdown = requireNonNull(shutdown, "shutdown is null");
    }

    /**
     * @param shutdown what to stop with the access control
     */
    public static SystemAccessControl create(PolicyHolder policies, AccessSettings settings, AuditLog audit, Runnable shutdown)
    {
        QueryRegistry queries = new QueryRegistry();
        EventListener listener = new EventListener()
        {
            @Override
            public void queryCompleted(QueryCompletedEvent event)
            {
                queries.remove(event.getMetadata().getQueryId())
                        .filter(QueryAccess::touchesProtectedData)
                        .ifPresent(_ -> audit.completion(event));
            }

            @Override
            public boolean requiresAnonymizedPlan()
            {
                return true;
            }
        };
        GenolakeAccessControl handler = new GenolakeAccessControl(new AccessGates(policies, settings, audit, queries).gates(), List.of(listener), shutdown);
        return (SystemAccessControl) Proxy.newProxyInstance(GenolakeAccessControl.class.getClassLoader(), new Class<?>[] {SystemAccessControl.class}, handler);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments)
            throws Throwable
    {
        switch (method.getName()) {
            case "getEventListeners" -> {
                return eventListeners;
            }
            case "shutdown" -> {
                shutdown.run();
                return null;
            }
            case "toString" -> {
                return "genolake";
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "equals" -> {
                return proxy == arguments[0];
            }
            default -> {
                return decide(proxy, method, arguments);
            }
        }
    }

    private Object decide(Object proxy, Method method, Object[] arguments)
            throws Throwable
    {
        AccessGate gate = gates.get(method.getName());
        if (gate == null) {
            throw new AccessDeniedException("%s is not known to the access control".formatted(method.getName()));
        }
        boolean allowed;
        try {
            AccessCall call = AccessCall.of(method.getName(), arguments);
            switch (gate) {
                case AccessGate.Answer answer -> {
                    return answer.answer().apply(call);
                }
                case AccessGate.Check check -> allowed = check.check().test(call);
            }
        }
        catch (AccessDeniedException e) {
            throw e;
        }
        catch (RuntimeException e) {
            // The message may repeat what is hidden or secret: the class and the place must do
            log.error("The access control failed in %s: %s at %s", method.getName(), e.getClass().getName(), e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
            throw new AccessDeniedException("the access control failed; the server's log has more");
        }
        if (method.getReturnType() == boolean.class) {
            return allowed;
        }
        if (!allowed) {
            InvocationHandler.invokeDefault(proxy, method, arguments);
            throw new AccessDeniedException(method.getName());
        }
        return null;
    }
}
