// Package loglimit keeps an outage from filling the log.
//
// The first warning or error with a cause is written at once: whoever watches the log learns of an
// outage when it begins. Those that follow are counted. Once an interval the last of them is
// written, with the number of lines that it stands for. A cause that nothing came of for an
// interval is forgotten, so that it is written at once when it comes back.
//
// Lines below a warning are not limited. They come with what users do, not with what fails.
package loglimit
