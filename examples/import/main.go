package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	_ "time/tzdata" // opening hours name zones

	"github.com/switchboard-go/switchboard/examples/import/internal/convert"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run is the command with its arguments.
func run(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	flags := flag.NewFlagSet("import", flag.ContinueOnError)
	flags.SetOutput(out)
	var o convert.Options
	var t target
	from := flags.String("from", "", "the product: "+strings.Join(convert.Products, ", "))
	flags.StringVar(&o.Zone, "zone", "", "the IANA `zone` of opening hours (default: the one the export names)")
	flags.StringVar(&o.Language, "language", "en", "the `tag` of the language of its texts")
	flags.StringVar(&o.Hours, "hours", "", "the `id` of the schedule behind \"business hours\" (default: those of the rule's own inbox, else the first)")
	flags.BoolVar(&o.Enable, "enable", false, "turn on the rules that were on and were taken as they were")
	asJSON := flags.Bool("json", false, "tell the report as JSON")
	write := flags.String("write", "", "write the settings into a `file`")
	flags.StringVar(&t.base, "into", "", "put the settings into the desk behind a `URL`, the prefix of its API")
	flags.Func("header", "a `header` that signs a supervisor in, \"Name: value\"; as often as needed", t.header)
	flags.BoolVar(&t.force, "force", false, "with -into: write over settings that somebody has changed since")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *from == "" || flags.NArg() == 0 {
		return errors.New("usage: import -from " + strings.Join(convert.Products, "|") + " [flags] file…; import -h says more")
	}
	files, err := read(flags.Args(), in)
	if err != nil {
		return err
	}
	settings, report, err := convert.Read(*from, o, files...)
	if err != nil {
		return err
	}
	if *asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(report); err != nil {
			return err
		}
	} else {
		report.Write(out)
	}
	if *write != "" {
		data, err := json.MarshalIndent(settings, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(*write, append(data, '\n'), 0o600); err != nil {
			return err
		}
	}
	if t.base != "" {
		return t.put(ctx, settings, out)
	}
	if *write == "" && !*asJSON {
		fmt.Fprintln(out, "This was a dry run: nothing was written. -write keeps the settings, -into puts them into a desk.")
	}
	return nil
}

// read reads the files; "-" is the standard input.
func read(names []string, in io.Reader) (files []convert.File, err error) {
	for _, name := range names {
		var data []byte
		if name == "-" {
			data, err = io.ReadAll(in)
		} else {
			data, err = os.ReadFile(name)
		}
		if err != nil {
			return nil, err
		}
		files = append(files, convert.File{Name: name, Data: data})
	}
	return files, nil
}
