package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/trigger"
)

// command is one invocation: where it reads and writes, and what the rules may refer to.
type command struct {
	in     io.Reader
	out    io.Writer
	flags  *flag.FlagSet
	rules  string
	config trigger.Config
}

// common declares the flags of every command.
func (c *command) common() {
	c.config = trigger.Config{Schema: trigger.Schema{}, Hours: map[string]trigger.Hours{}}
	c.flags.StringVar(&c.rules, "rules", "rules.json", "the `file` of rules")
	c.flags.Func("hours", "`name=file` of a schedule the rules refer to", c.schedule)
	c.flags.Func("attr", "`name=kind` of an attribute of the host", c.attribute)
	c.flags.Func("never", "`path` on which nothing fires", func(path string) error {
		c.config.Never = append(c.config.Never, path)
		return nil
	})
}

func (c *command) schedule(arg string) error {
	name, file, ok := strings.Cut(arg, "=")
	if !ok {
		return errors.New("name=file is expected")
	}
	var s hours.Schedule
	if err := c.read(file, &s); err != nil {
		return err
	}
	c.config.Hours[name] = &s
	return nil
}

func (c *command) attribute(arg string) error {
	name, kind, ok := strings.Cut(arg, "=")
	if !ok {
		return errors.New("name=kind is expected")
	}
	var k trigger.Kind
	if err := k.UnmarshalText([]byte(kind)); err != nil {
		return err
	}
	c.config.Schema[name] = k
	return nil
}

func (c *command) compile(file string) (*trigger.Set, error) {
	text, err := c.text(file)
	if err != nil {
		return nil, err
	}
	set, err := trigger.CompileJSON(text, c.config)
	if err != nil {
		return nil, fmt.Errorf("%s:\n%w", file, err)
	}
	return set, nil
}

func (c *command) text(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(c.in)
	}
	return os.ReadFile(file)
}

func (c *command) read(file string, into json.Unmarshaler) error {
	text, err := c.text(file)
	if err != nil {
		return err
	}
	if err := into.UnmarshalJSON(text); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func (c *command) check(args []string) error {
	c.common()
	if err := c.flags.Parse(args); err != nil {
		return err
	}
	set, err := c.compile(c.rules)
	if err != nil {
		return err
	}
	for _, w := range set.Warnings() {
		fmt.Fprintln(c.out, "warning:", w)
	}
	fmt.Fprintln(c.out, len(set.Rules()), "rules, no faults")
	return nil
}

func (c *command) schema(args []string) error {
	c.common()
	if err := c.flags.Parse(args); err != nil {
		return err
	}
	_, err := c.out.Write(append(trigger.JSONSchema(c.config), '\n'))
	return err
}
