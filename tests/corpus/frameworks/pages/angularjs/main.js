/** AngularJS 1.8, which many hospital pages still run on: ng-model, and a button that opens with the form's validity. */

import angular from "angular";
import { send } from "../../shared/his.js";

angular.module("his", []).controller("Login", [
  "$scope",
  ($scope) => {
    $scope.account = {};
    $scope.submit = async () => {
      const { username, password } = $scope.account;
      const { message } = await send("login", { cid: username, token: password });
      $scope.$apply(() => Object.assign($scope, { message }));
    };
  },
]);
