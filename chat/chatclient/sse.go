package chatclient

import (
	"bufio"
	"bytes"
	"io"
)

// longest is the most bytes of a line of a stream.
const longest = 4 << 20

// lines reads the format of server-sent events, and calls alive for each line, heartbeats too. It
// returns nil at the end of the stream and once take wants no more.
func lines(r io.Reader, alive func(), take func(id string, data []byte) bool) error {
	in := bufio.NewScanner(r)
	in.Buffer(nil, longest)
	in.Split(line)
	var id string
	var data []byte
	for in.Scan() {
		alive()
		l := in.Bytes()
		if len(l) == 0 {
			if len(data) > 0 && !take(id, data[:len(data)-1]) {
				return nil
			}
			id, data = "", nil
			continue
		}
		field, value, _ := bytes.Cut(l, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(field) {
		case "data":
			data = append(append(data, value...), '\n')
		case "id":
			id = string(value)
		}
	}
	return in.Err()
}

// line ends at \n, \r\n or \r; what the end of the stream cut is none.
func line(data []byte, atEOF bool) (advance int, token []byte, err error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 && atEOF:
		return len(data), nil, nil
	case i < 0, data[i] == '\r' && i+1 == len(data) && !atEOF:
		return 0, nil, nil // more must come
	case data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n':
		return i + 2, data[:i], nil
	}
	return i + 1, data[:i], nil
}
