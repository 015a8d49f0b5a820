package etcdstore

import (
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
)

// How the store's own client gets to a member again. gRPC would wait for 1 s after the first
// failure, for ever longer after each further one, up to two minutes; and it would take a
// connection that has gone silent for a good one.
const (
	firstRetry   = 50 * time.Millisecond
	lastRetry    = 500 * time.Millisecond
	handshake    = 2 * time.Second  // of one attempt
	askIfAlive   = 10 * time.Second // a server takes no more than one question in 5 s
	answersAlive = 3 * time.Second
)

func connecting(c Config) clientv3.Config {
	return clientv3.Config{
		Endpoints: c.Endpoints, DialTimeout: c.DialTimeout, Logger: zap.NewNop(),
		DialKeepAliveTime: askIfAlive, DialKeepAliveTimeout: answersAlive,
		DialOptions: []grpc.DialOption{grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: firstRetry, Multiplier: 1.6, Jitter: 0.2, MaxDelay: lastRetry},
			MinConnectTimeout: handshake,
		})},
	}
}
