// Command mount serves the same chat handler inside net/http, chi, gin or echo, as a shop that uses that router would mount
// it. Its test proves that streams outlive the server's WriteTimeout in each of them.
package main
