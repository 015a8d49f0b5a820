package gocloud_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"
	"gocloud.dev/blob/s3blob"

	"github.com/switchboard-go/switchboard/chat/blob/blobtest"
	"github.com/switchboard-go/switchboard/chat/blob/gocloud"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// onS3 is a bucket of the fake, opened with a secret.
func onS3(t *testing.T, secret string) (*gocloud.Bucket, *fakeS3) {
	t.Helper()
	fake := &fakeS3{id: "AKIAFAKE", secret: "right", objects: map[string]object{}}
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	return open(t, server.URL, secret, ""), fake
}

// open is the bucket of a server.
func open(t *testing.T, at, secret, temp string) *gocloud.Bucket {
	client := s3.New(s3.Options{
		Region: "eu-north-1", BaseEndpoint: aws.String(at), UsePathStyle: true,
		RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIAFAKE", SecretAccessKey: secret}, nil
		}),
	})
	bucket, err := s3blob.OpenBucketV2(t.Context(), client, "shop", nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, bucket.Close()) })
	b, err := gocloud.New(gocloud.Config{Bucket: bucket, Prefix: "chat/", Temp: temp})
	require.NoError(t, err)
	return b
}

func TestABucketKeepsFilesAsPromisedAndIsEmptyAfterwards(t *testing.T) {
	b, fake := onS3(t, "right")
	blobtest.Run(t, b)
	require.Empty(t, fake.refused)
	require.Empty(t, fake.objects)
	require.Zero(t, fake.parts, "nothing is written in parts, which would stay behind")
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { require.NoError(t, bucket.Close()) })
	mem, err := gocloud.New(gocloud.Config{Bucket: bucket})
	require.NoError(t, err)
	blobtest.Run(t, mem)
	_, err = gocloud.New(gocloud.Config{})
	require.ErrorContains(t, err, "Bucket: missing")
}

func TestAnObjectStandsUnderItsPrefixWithItsType(t *testing.T) {
	b, fake := onS3(t, "right")
	large := strings.Repeat("x", 12<<20) // more than one part of a driver's own
	err := b.Put(t.Context(), "fil_1/raw", hook.Blob{
		Media: "application/pdf", Size: int64(len(large)), Body: strings.NewReader(large),
	})
	require.NoError(t, err)
	require.Len(t, fake.objects["/shop/chat/fil_1/raw"].data, len(large))
	require.Equal(t, "application/pdf", fake.objects["/shop/chat/fil_1/raw"].media)
	require.Zero(t, fake.parts)
}

func TestWhoeverHasNotTheSecretIsToldSo(t *testing.T) {
	b, fake := onS3(t, "wrong")
	fake.objects["/shop/chat/a"] = object{"text/plain", []byte("secret")}
	_, err := b.Open(t.Context(), "a")
	require.Error(t, err)
	require.NotErrorIs(t, err, hook.ErrNoBlob)
	require.Error(t, b.Delete(t.Context(), "a"), "an erasure that was refused is no erasure")
	require.Error(t, b.Put(t.Context(), "a", hook.Blob{Body: strings.NewReader("")}))
	require.Len(t, fake.objects, 1)
	require.NotEmpty(t, fake.refused)
}

// broken is a body that breaks off.
type broken struct{}

var errBroken = errors.New("the line broke")

func (broken) Read([]byte) (int, error) { return 0, errBroken }

func TestABodyThatBreaksOffLeavesNothing(t *testing.T) {
	b, fake := onS3(t, "right")
	body := io.MultiReader(strings.NewReader("half"), broken{})
	err := b.Put(t.Context(), "a", hook.Blob{Size: 9, Body: body})
	require.ErrorIs(t, err, errBroken)
	require.Empty(t, fake.objects)
	require.Zero(t, fake.parts)
}

// zeros is a body without an end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestALargeFileIsNotHeldInMemory(t *testing.T) {
	const size = 25 << 20
	var came atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		came.Store(n)
	}))
	t.Cleanup(server.Close)
	b := open(t, server.URL, "right", t.TempDir())
	put := func(size int64) error {
		return b.Put(t.Context(), "a", hook.Blob{Size: size, Body: io.LimitReader(zeros{}, size)})
	}
	require.NoError(t, put(1)) // what the client allocates once
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	require.NoError(t, put(size))
	runtime.ReadMemStats(&after)
	require.EqualValues(t, size, came.Load())
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(4<<20))
}

func TestNothingStaysInTheTemporaryFolder(t *testing.T) {
	at := t.TempDir()
	fake := &fakeS3{id: "AKIAFAKE", secret: "right", objects: map[string]object{}}
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	b := open(t, server.URL, "right", at)
	require.NoError(t, b.Put(t.Context(), "a", hook.Blob{Size: 1, Body: strings.NewReader("x")}))
	require.Error(t, b.Put(t.Context(), "b", hook.Blob{Size: 1, Body: broken{}}))
	left, err := os.ReadDir(at)
	require.NoError(t, err)
	require.Empty(t, left)
	b = open(t, server.URL, "right", at+"/none")
	require.Error(t, b.Put(t.Context(), "c", hook.Blob{Size: 1, Body: strings.NewReader("x")}))
}

func Example() {
	var bucket *blob.Bucket = memblob.OpenBucket(nil) // of a shop: s3blob, gcsblob or azureblob
	defer bucket.Close()                              //nolint:errcheck // in memory
	b, err := gocloud.New(gocloud.Config{Bucket: bucket, Prefix: "chat/"})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	body := strings.NewReader("torn")
	fmt.Println(b.Put(ctx, "fil_1/raw", hook.Blob{Media: "text/plain", Size: 4, Body: body}))
	// Output: <nil>
}
