// Package gocloud keeps files in a bucket: a hook.Blobs over any driver of gocloud.dev/blob, such
// as s3blob (Amazon S3 and what speaks like it), gcsblob (Google) and azureblob (Microsoft). The
// host opens the bucket, with its own credentials, and closes it.
//
// An object is written in one request, so nothing of a write that broke off stays anywhere. Until
// all of it is there it is in a temporary file without a name, and S3's driver reads it from there:
// it is not in memory. Others may buffer the one request.
//
// A bucket that keeps old versions keeps what was erased. Switch that off, or have it forget them.
package gocloud
