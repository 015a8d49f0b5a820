// Package chatui is the face of a desk: the visitor's widget, the agent's console and the
// supervisor's board, embedded in the program and served by one handler.
//
//	mux.Handle("/chat/", chatui.Handler())      // widget.js, console, board
//	mux.Handle("/chat/v1/", api)                // what they talk to: package chathttp
//
// A page of the shop then needs one line, which works under a content security policy without
// inline scripts or styles:
//
//	<script type="module" src="/chat/widget.js"></script><live-chat site="main"></live-chat>
//
// They are plain custom elements and ES modules, which a host needs no tools for. Each is served as
// one script and one sheet, bundled by go generate from the assets folder, where it is readable;
// Config.Sources serves that. Every file can be replaced by one of the same name (Config.Replace),
// colours and type by CSS custom properties (--sb-accent and the others in tokens.css), words
// by words/<language>.json. Nothing is loaded from anywhere else.
package chatui

//go:generate go run ../../internal/tools/bundle .
