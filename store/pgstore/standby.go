package pgstore

import "context"

// warnOfStandbys tells the log when this server has standbys and commits wait for none of them:
// "accepted" then means on this server, and a standby that takes over lacks what had not reached
// it. A role that may not see says nothing.
func (d *database) warnOfStandbys(ctx context.Context) {
	var standbys, synchronous int
	err := d.within(ctx, func(ctx context.Context) error {
		return d.pool.QueryRow(ctx, `SELECT count(*) FILTER (WHERE r.state IN ('streaming', 'catchup')),
			count(*) FILTER (WHERE r.sync_state IN ('sync', 'quorum', 'potential'))
			FROM pg_stat_replication r LEFT JOIN pg_replication_slots s ON s.active_pid = r.pid
			WHERE coalesce(s.slot_type, '') <> 'logical'`).Scan(&standbys, &synchronous)
	})
	if err == nil && standbys > 0 && synchronous == 0 {
		d.config.Logger.WarnContext(ctx, "pgstore: all standbys are asynchronous: a commit is confirmed when it is on this server alone, and "+
			"is lost if a standby takes over that it had not reached; name one in synchronous_standby_names", "standbys", standbys)
	}
}
