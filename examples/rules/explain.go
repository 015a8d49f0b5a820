package main

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

func (c *command) explain(args []string) error {
	c.common()
	visitFile := c.flags.String("visit", "visit.json", "the `file` of the visit")
	historyFile := c.flags.String("history", "", "the `file` of the visitor's history")
	at := c.flags.String("at", "", "the `instant`, RFC 3339. Default: now")
	if err := c.flags.Parse(args); err != nil {
		return err
	}
	set, err := c.compile(c.rules)
	if err != nil {
		return err
	}
	now := time.Now()
	if *at != "" {
		if now, err = time.Parse(time.RFC3339, *at); err != nil {
			return err
		}
	}
	var visit trigger.Visit
	if err := c.read(*visitFile, &visit); err != nil {
		return err
	}
	var history trigger.History
	if *historyFile != "" {
		if err := c.read(*historyFile, &history); err != nil {
			return err
		}
	}
	rules := c.flags.Args()
	if len(rules) == 0 {
		rules = set.Rules()
	}
	for _, rule := range rules {
		x, err := set.Explain(rule, visit, history, now)
		if err != nil {
			return err
		}
		fmt.Fprintln(c.out, x)
	}
	return nil
}
