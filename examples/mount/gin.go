package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// inGin mounts the chat in gin. Behind gin-contrib/gzip, which hides the connection's deadline, streams come in
// parts no longer than the WriteTimeout.
func inGin(h http.Handler) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.Use(gin.Recovery())
	r.Any(prefix+"/*path", gin.WrapH(h))
	r.GET("/", gin.WrapF(hello))
	return r
}
