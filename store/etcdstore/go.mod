module github.com/switchboard-go/switchboard/store/etcdstore

go 1.26.0

require github.com/switchboard-go/switchboard v0.0.0

replace github.com/switchboard-go/switchboard => ../..
