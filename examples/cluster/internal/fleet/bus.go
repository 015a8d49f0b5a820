package fleet

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"

	"github.com/switchboard-go/switchboard/chat/bus/etcdbus"
	"github.com/switchboard-go/switchboard/chat/bus/pgbus"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// openBus opens what carries typing signs between the nodes of a namespace, beside its store. Close it when done. MySQL and
// MariaDB have nothing that tells others: there is no bus, and the signs stay on their node.
func openBus(ctx context.Context, url, namespace, node string) (b hook.Bus, closeIt func(), err error) {
	scheme, rest, _ := strings.Cut(url, "://")
	switch scheme {
	case "postgres", "postgresql":
		return notifyBus(ctx, url, namespace)
	case "mysql":
		return nil, func() {}, nil
	case "etcd":
		return watchBus(strings.Split(rest, ","), namespace, node)
	}
	return nil, nil, fmt.Errorf("fleet: bus: %q: want postgres://…, mysql://… or etcd://…", url)
}

var notOfAChannel = regexp.MustCompile(`[^a-z0-9_]`)

func notifyBus(ctx context.Context, url, namespace string) (hook.Bus, func(), error) {
	c, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, nil, err
	}
	c.MaxConns = 2 // signs are few, and one that waits is worth nothing
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	b, err := pgbus.New(pgbus.Config{Pool: pool, Channel: "switchboard_bus_" + notOfAChannel.ReplaceAllString(namespace, "_")})
	return b, pool.Close, err
}

func watchBus(endpoints []string, namespace, node string) (hook.Bus, func(), error) {
	client, err := clientv3.New(clientv3.Config{
		Endpoints: endpoints, Logger: zap.NewNop(),
		DialTimeout: patience, DialKeepAliveTime: 5 * time.Second, DialKeepAliveTimeout: patience,
	})
	if err != nil {
		return nil, nil, err
	}
	b, err := etcdbus.New(etcdbus.Config{Client: client, Node: node, Prefix: "switchboard-bus/" + namespace})
	return b, func() { _ = client.Close() }, err
}
