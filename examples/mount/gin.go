package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// inGin mounts the chat in gin. Not behind gin-contrib/gzip: its writer hides the connection's deadline.
func inGin(h http.Handler) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.Use(gin.Recovery())
	r.Any(prefix+"/*path", gin.WrapH(h))
	r.GET("/", gin.WrapF(hello))
	return r
}
