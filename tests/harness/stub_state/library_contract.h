#pragma once
// A contract with resources of several kinds.

#include <memory>

#include "contracts/match/router.h"
#include "tests/support/contracts.h"

namespace squall::tests {

inline constexpr const char* library_yaml = R"(openapi: 3.1.0
info: {title: Library, version: '1'}
servers: [{url: /v1}]
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, default: 10}}
        - {name: cursor, in: query, schema: {type: string}}
        - {name: genre, in: query, schema: {type: string}}
      responses:
        '200':
          description: ok
          headers: {X-Total-Count: {schema: {type: integer}}}
          content:
            application/json:
              schema:
                type: object
                required: [items, total, next_cursor]
                additionalProperties: false
                properties:
                  items: {type: array, items: {$ref: '#/components/schemas/Book'}}
                  total: {type: integer}
                  next_cursor: {type: [string, 'null']}
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [title]
              properties:
                title: {type: string}
                genre: {type: string}
                secret: {type: string, writeOnly: true}
      responses:
        '201':
          description: made
          headers: {Location: {required: true, schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}
  /books/{book_id}:
    parameters: [{name: book_id, in: path, required: true, schema: {type: string, pattern: '^bk-[0-9]{4}$'}}]
    get:
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Book'}
              example: {id: bk-1001, title: Emma, genre: novel, copies: 3}
        '404':
          description: none
          content: {application/json: {schema: {type: object, required: [error], properties: {error: {type: string}}}}}
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/NewBook'}}}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}
        '404': {description: none}
    patch:
      requestBody:
        content:
          application/merge-patch+json: {schema: {type: object}}
          application/json-patch+json: {schema: {type: array}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}
        '404': {description: none}
        '409': {description: does not fit}
    delete:
      responses: {'204': {description: gone}, '404': {description: none}}
  /books/{book_id}/loans:
    parameters: [{name: book_id, in: path, required: true, schema: {type: string}}]
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1}}
        - {name: per_page, in: query, schema: {type: integer}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Loan'}}}}}}
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {reader: {type: string}}}}}}
      responses: {'201': {description: made, content: {application/json: {schema: {type: object, required: [loan], properties: {loan: {$ref: '#/components/schemas/Loan'}}}}}}}
  /books/{book_id}/loans/{loan}:
    parameters:
      - {name: book_id, in: path, required: true, schema: {type: string}}
      - {name: loan, in: path, required: true, schema: {type: integer}}
    get: {responses: {'200': {description: ok, content: {application/json: {schema: {type: object, required: [loan], properties: {loan: {$ref: '#/components/schemas/Loan'}}}}}}, '404': {description: none}}}
    delete: {responses: {'200': {description: ok}}}
  /books/{book_id}/lend:
    post:
      parameters: [{name: book_id, in: path, required: true, schema: {type: string}}]
      responses: {'202': {description: ok}, '404': {description: none}}
  /shelves/{name}:
    parameters: [{name: name, in: path, required: true, schema: {type: string}}]
    get: {responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {height: {type: integer}}}}}}, '404': {description: none}}}
    put:
      requestBody: {content: {application/json: {schema: {type: object, properties: {height: {type: integer}}}}}}
      responses: {'201': {description: made}, '204': {description: changed}}
  /stations/{station}:
    get:
      parameters: [{name: station, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: only read}}
components:
  schemas:
    NewBook:
      type: object
      required: [title]
      properties: {title: {type: string}, genre: {type: string}}
    Book:
      type: object
      required: [id, title, copies]
      additionalProperties: false
      properties:
        id: {type: string, pattern: '^bk-[0-9]{4}$'}
        title: {type: string, maxLength: 40}
        genre: {type: string}
        copies: {type: integer, readOnly: true}
    Loan:
      type: object
      required: [loan]
      properties: {loan: {type: integer, minimum: 1}, reader: {type: string}}
)";

inline std::shared_ptr<const contracts::match::Router> library_router() {
  static const auto router = std::make_shared<const contracts::match::Router>(contract_of(library_yaml));
  return router;
}

}  // namespace squall::tests
