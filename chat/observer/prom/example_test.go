package prom_test

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/observer/prom"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func Example() {
	figures := prom.New()
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Observer: figures})
	if err != nil {
		fmt.Println(err)
		return
	}
	figures.Watch(d.Host())
	registry := prometheus.NewRegistry()
	registry.MustRegister(figures) // promhttp.HandlerFor(registry, …) serves it
	families, err := registry.Gather()
	fmt.Println(families[0].GetName(), err)
	// Output:
	// livechat_agents_connected <nil>
}
