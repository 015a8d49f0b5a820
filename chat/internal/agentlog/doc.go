// Package agentlog remembers what each agent took and when: mode, capacity and queues.
//
// [Note] puts a line into the batch that changes an agent's record: both are committed, or neither
// is. Lines are never changed. They go when [Config].Keep is over, all but the last one before that
// instant, which says how the time after it began, and with the agent's erasure.
package agentlog
