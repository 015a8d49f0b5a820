package main

import (
	"net/http"

	"github.com/labstack/echo/v5"
	"github.com/labstack/echo/v5/middleware"
)

// inEcho5 mounts the chat in echo v5.
func inEcho5(h http.Handler) http.Handler {
	e := echo.New()
	e.Use(middleware.Recover(), middleware.RequestID())
	e.Any(prefix+"/*", echo.WrapHandler(h))
	e.GET("/", echo.WrapHandler(http.HandlerFunc(hello)))
	return e
}
