#!/usr/bin/env bash
# Certificates and stores for the TLS listeners of the tests' Kafka, in every format that Java reads.
#   certificates.sh FOLDER    all passwords are "changeit"; the key in client.jks has "key-secret"
# The server's certificate is for "localhost", not for 127.0.0.1. The client's is signed by an
# intermediate authority that the server learns from the client only.
set -euo pipefail
folder=${1:?usage: certificates.sh FOLDER}
mkdir -p "$folder"
cd "$folder"
password=changeit

# new_key NAME
new_key() {
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null
}

# authority NAME
authority() {
    new_key "$1"
    openssl req -x509 -new -key "$1.key" -days 3650 -out "$1.pem" -subj "/O=tests/CN=$1" \
        -addext keyUsage=critical,keyCertSign,cRLSign
}

# certificate NAME CN ISSUER EXTENSION...: for ten years, or for $days
certificate() {
    local name=$1 cn=$2 issuer=$3
    shift 3
    new_key "$name"
    openssl req -new -key "$name.key" -out "$name.csr" -subj "/O=tests/CN=$cn"
    openssl x509 -req -in "$name.csr" -CA "$issuer.pem" -CAkey "$issuer.key" -CAcreateserial \
        -days "${days:-3650}" -out "$name.pem" -extfile <(printf '%s\n' "$@") 2>/dev/null
}

# truststore FILE TYPE CERTIFICATE
truststore() {
    keytool -importcert -noprompt -alias ca -file "$3" -keystore "$1" -storetype "$2" \
        -storepass "$password" >/dev/null 2>&1
}

authority ca
authority other-ca
certificate server localhost ca subjectAltName=DNS:localhost extendedKeyUsage=serverAuth
days=0 certificate expired localhost ca subjectAltName=DNS:localhost extendedKeyUsage=serverAuth
certificate intermediate intermediate ca basicConstraints=critical,CA:TRUE
certificate client client intermediate extendedKeyUsage=clientAuth
certificate stranger stranger other-ca extendedKeyUsage=clientAuth
cat intermediate.pem ca.pem >client-issuers.pem
cat client.pem client-issuers.pem >client-chain.pem

openssl pkcs12 -export -inkey server.key -in server.pem -certfile ca.pem -name server \
    -passout "pass:$password" -out server.p12
openssl pkcs12 -export -inkey client.key -in client.pem -certfile client-issuers.pem -name client \
    -passout "pass:$password" -out client.p12
openssl pkcs12 -export -legacy -inkey client.key -in client.pem -certfile client-issuers.pem \
    -name client -passout "pass:$password" -out client-legacy.p12
openssl pkcs12 -export -inkey stranger.key -in stranger.pem -name stranger \
    -passout "pass:$password" -out stranger.p12
openssl pkcs8 -topk8 -v2 aes-256-cbc -in client.key -passout "pass:$password" -out client-locked.key
cat client.key client-chain.pem >client-store.pem
cat client-locked.key client-chain.pem >client-locked-store.pem

truststore truststore.p12 PKCS12 ca.pem &
truststore truststore.jks JKS ca.pem &
truststore other-truststore.p12 PKCS12 other-ca.pem &
keytool -importkeystore -noprompt -srckeystore client.p12 -srcstoretype PKCS12 \
    -srcstorepass "$password" -srckeypass "$password" -srcalias client -destkeystore client.jks \
    -deststoretype JKS -deststorepass "$password" -destkeypass key-secret >/dev/null 2>&1 &
for job in $(jobs -p); do
    wait "$job"
done
