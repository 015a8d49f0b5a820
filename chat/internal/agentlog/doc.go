// Package agentlog remembers what each agent took and when: mode, capacity and queues.
//
// What the lines of a day come to is put together in one record when the day is over, so that a
// report over months need not read every line: see [Trimmer]. A day without many lines waits until
// there are more.
//
// [Note] puts a line into the batch that changes an agent's record: both are committed, or neither
// is. Lines are never changed. They go when [Config].Keep is over, all but the last one before that
// instant, which says how the time after it began, and with the agent's erasure.
package agentlog
