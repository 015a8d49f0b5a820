package main

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// inEcho4 mounts the chat in echo v4. Not behind middleware.Timeout: it cannot flush.
func inEcho4(h http.Handler) http.Handler {
	e := echo.New()
	e.Use(middleware.Recover(), middleware.RequestID())
	e.Any(prefix+"/*", echo.WrapHandler(h))
	e.GET("/", echo.WrapHandler(http.HandlerFunc(hello)))
	return e
}
