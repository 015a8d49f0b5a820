package chatui

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A method of a class of ours stands two spaces in, and one that is public has a name of its own there.
var method = regexp.MustCompile(`(?m)^  (?:async |get )?([a-z]\w+)\(`)

func TestTheTypesOfTheClientNameAllThatItExports(t *testing.T) {
	files := sources(t)
	types, entrance := files["assets/client.d.ts"], files["assets/client.js"]
	exports := regexp.MustCompile(`(?m)^export \{ ([^}]+) \} from "\./([^"]+)";`)
	count := 0
	for _, line := range exports.FindAllStringSubmatch(entrance, -1) {
		for name := range strings.SplitSeq(line[1], ", ") {
			count++
			exported := regexp.MustCompile(`(?m)^export (?:class|function) ` + name + `\b`)
			assert.Regexp(t, exported, types, "client.d.ts")
			assert.Regexp(t, `(?m)^export (?:async )?(?:class|function) `+name+`\b`, files["assets/"+line[2]])
		}
	}
	assert.Greater(t, count, 8)
}

func TestTheTypesOfAClientNameEveryMethodOfIt(t *testing.T) {
	files := sources(t)
	types := files["assets/client.d.ts"]
	_, client, found := strings.Cut(types, "export class Client ")
	require.True(t, found)
	own := method.FindAllStringSubmatch(files["assets/client/client.js"], -1)
	require.Greater(t, len(own), 10)
	for _, m := range own {
		assert.Regexp(t, `(?m)^  (?:get )?`+m[1]+`\(`, client, "Client.%s", m[1])
	}
	for _, m := range method.FindAllStringSubmatch(client, -1) {
		declared := regexp.MustCompile(`(?m)^  (?:async |get )?` + m[1] + `\(`)
		assert.Regexp(t, declared, files["assets/client/client.js"], "Client has no %s", m[1])
	}
}
